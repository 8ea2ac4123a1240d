package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

// writeStatements are prepared on the writer's connection.
type writeStatements struct {
	insert, attempt, update, standing, oneExpired *sql.Stmt
	event, claim, settle, count                   *sql.Stmt
	forgetAttempts, forgetEvents, keep, hold      *sql.Stmt
	remove, fold                                  *sql.Stmt
	save                                          map[store.Shape]*sql.Stmt // the usual shapes; never changes

	delivery deliveryWrites
	code     codeWrites
	share    shareWrites
	gate     gateWrites
	letter   letterWrites
	lead     leadWrites
}

// readStatements are prepared on the readers' connections.
type readStatements struct {
	attempt, byKey, expired, tally, version *sql.Stmt

	delivery deliveryReads
	codeOf   *sql.Stmt
	share    shareReads
	listed   *sql.Stmt
	reached  map[quiz.Property]*sql.Stmt
	mailbox  mailboxReads
}

func prepareWrites(ctx context.Context, db *sql.DB) (*writeStatements, error) {
	p := preparer{ctx: ctx, db: db}
	s := &writeStatements{
		insert:     p.prepare(store.InsertAttempt),
		attempt:    p.prepare(store.SelectAttempt),
		update:     p.prepare(store.UpdateAttempt),
		standing:   p.prepare(store.SelectStanding),
		oneExpired: p.prepare(store.SelectOneExpired),
		event:      p.prepare(store.InsertEvent),
		claim:      p.prepare(store.ClaimEvents("")),
		settle:     p.prepare(store.SettleEvent),
		count:      p.prepare(store.CountTally),
		save:       map[store.Shape]*sql.Stmt{},

		forgetAttempts: p.prepare(store.ForgetAttempts),
		forgetEvents:   p.prepare(store.ForgetEvents),
		keep:           p.prepare(store.KeepVersion),
		hold:           p.prepare(store.HoldLease),
		remove:         p.prepare(store.RemoveAttempt),
		fold:           p.prepare(store.FoldAttempt),
	}
	s.delivery = prepareDeliveryWrites(&p)
	s.code, s.share = prepareCodeWrites(&p), prepareShareWrites(&p)
	s.gate, s.letter, s.lead = prepareGateWrites(&p), prepareLetterWrites(&p), prepareLeadWrites(&p)
	for _, shape := range []store.Shape{{Given: 1}, {Elapsed: 1}, {Given: 1, Elapsed: 1}} {
		s.save[shape] = p.prepare(shape.Statement())
	}
	return s, p.err
}

func prepareReads(ctx context.Context, db *sql.DB) (*readStatements, error) {
	p := preparer{ctx: ctx, db: db}
	s := &readStatements{
		attempt: p.prepare(store.SelectAttempt),
		byKey:   p.prepare(store.SelectByKey),
		expired: p.prepare(store.SelectExpired),
		tally:   p.prepare(store.SelectTally),
		version: p.prepare(store.SelectVersion),
		listed:  p.prepare(store.SelectListed),
	}
	s.reached = map[quiz.Property]*sql.Stmt{}
	for by, text := range store.SelectReached() {
		s.reached[by] = p.prepare(text)
	}
	s.delivery = prepareDeliveryReads(&p)
	s.codeOf, s.share = p.prepare(store.SelectCodeOf), prepareShareReads(&p)
	s.mailbox = prepareMailboxReads(&p)
	return s, p.err
}

// preparer keeps the first error. Closing the pool closes what it prepared.
type preparer struct {
	ctx context.Context
	db  *sql.DB
	err error
}

func (p *preparer) prepare(text string) *sql.Stmt {
	if p.err != nil {
		return nil
	}
	stmt, err := p.db.PrepareContext(p.ctx, text)
	if err != nil {
		p.err = fmt.Errorf("prepare %q: %w", text, err)
	}
	return stmt
}
