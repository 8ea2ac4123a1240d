// Package post sends playbooks by mail: it has a letter's document composed
// and printed, puts it into a message that says nothing of its content, and
// hands that to one mail relay over SMTP.
//
// It keeps nothing, and no error of it names an address. The queue, and when
// to try again, are the part of package jobs.
package post
