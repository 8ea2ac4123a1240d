// Package calendar turns the plan of a playbook into an iCalendar file (RFC
// 5545): an entry for each practice of each stage, on whole days, so that no
// time zone is needed.
//
// A calendar is seen by others: on a lock screen, on a shared account, by a
// partner. So an entry says how long it takes and where in the playbook to
// look, and nothing of what it is about.
package calendar
