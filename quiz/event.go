package quiz

import "time"

// EventID is the outbox id of an event and, later, the id of its webhook.
type EventID string

// EventType names what happened.
type EventType string

const (
	AttemptStarted  EventType = "attempt.started"
	AttemptFinished EventType = "attempt.finished"
	AttemptErased   EventType = "attempt.erased"
	// PlaybookUnlocked: the attempt's gate was passed.
	PlaybookUnlocked EventType = "playbook.unlocked"
	// LeadCreated tells of a Lead and of no attempt.
	LeadCreated EventType = "lead.created"
)

// Event is a fact that others may be told. It holds ids only: whatever is
// said about them is read at delivery.
type Event struct {
	ID      EventID // "evt_" and 16 random bytes in base64url
	Type    EventType
	Attempt AttemptID
	// Partner is that of the attempt, which may know it no more.
	Partner PartnerID
	At      time.Time
}
