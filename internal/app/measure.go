package app

import (
	"time"

	rows "github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/internal/telemetry"
)

// busy is a store that says how much it has to do.
type busy interface {
	Load() rows.Load
	OnCommit(func(writes int))
}

// measure lets the meter see the store and the door.
func measure(m *telemetry.Meter, st store, d *door, now func() time.Time) {
	load := func() rows.Load { return rows.Load{} }
	if b, ok := st.(busy); ok {
		load = b.Load
		b.OnCommit(m.Committed)
	}
	m.Watch(telemetry.Sources{Store: load, Backlog: st.Backlog, Overdue: st.Overdue, Ready: st.Ping, Connections: d.count, Now: now})
}
