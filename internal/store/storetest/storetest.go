// Package storetest holds the contract of the stores as a suite that each of
// them passes. It tests what the comments of package quiz promise and nothing
// of how a store keeps it.
package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// Store is all that a store does.
type Store interface {
	quiz.Attempts
	quiz.Outbox
	quiz.Tallies
	quiz.Versions
	quiz.Leases
	quiz.Deliveries
	quiz.ResumeCodes
	quiz.Shares
	quiz.Ledger
	quiz.GateCodes
	quiz.Gates
	quiz.Letters
	quiz.Leads
}

// Run holds the stores that open gives against the contract. Each call of
// open gives an empty store with the clock, closed when the test ends.
func Run(t *testing.T, open func(t *testing.T, clock func() time.Time) Store) {
	for name, test := range map[string]func(*bench){
		"create keeps every field":                createKeepsEveryField,
		"create keeps the least":                  createKeepsTheLeast,
		"create refuses a known id or key":        createRefusesKnown,
		"create stores its events or nothing":     createStoresEventsOrNothing,
		"get refuses the unknown and the expired": getRefuses,
		"callers own what they get":               callersOwn,
		"save merges":                             saveMerges,
		"save refuses a place outside":            saveRefusesPlace,
		"save refuses what no sheet holds":        saveRefusesValue,
		"save refuses strangers":                  saveRefusesStrangers,
		"save refuses the finished":               saveRefusesFinished,
		"save refuses the unknown and expired":    saveRefusesGone,
		"save moves the expiry forward only":      saveMovesExpiry,
		"save agrees with a sheet":                saveAgreesWithSheet,
		"update stores the change and events":     updateStores,
		"update that fails leaves nothing":        updateFails,
		"update refuses the unknown and expired":  updateRefusesGone,
		"update leaves id and key":                updateLeavesIdentity,
		"update lets a panic through":             updatePanics,
		"erasing leaves no trace":                 eraseLeavesNoTrace,
		"erasing frees the key":                   eraseFreesKey,
		"expired lists what is over":              expiredLists,
		"erase expired":                           eraseExpired,
		"claim leases in order":                   claimLeases,
		"claimed once among many":                 claimedOnce,
		"settle ends delivery":                    settleEnds,
		"a clock set back frees leases":           leasesOutliveClock,
		"forget removes what was settled":         forgets,
		"forget takes bare ids along":             forgetsBareIDs,
		"deliveries are queued once":              queuedOnce,
		"a delivery is claimed when it is due":    claimedWhenDue,
		"a delivery is claimed once among many":   deliveryClaimedOnce,
		"a partner's claims leave others alone":   claimsByPartner,
		"a clock set back frees deliveries":       deliveriesOutliveClock,
		"tries are kept":                          triesKept,
		"an ended delivery takes no try":          endedTakesNoTry,
		"deliveries are listed by page":           deliveriesListed,
		"replay makes a delivery due":             replays,
		"replay refuses what is gone":             replayRefuses,
		"ended deliveries are forgotten":          deliveriesForgotten,
		"erased attempts leave no subject":        subjectsForgotten,
		"endpoints are disabled by URL":           endpointsDisabled,
		"a cancelled caller delivers nothing":     deliveriesCancelled,
		"the backlog is what is not settled":      backlogCounts,
		"overdue is what is due":                  overdueCounts,
		"versions stay":                           versionsStay,
		"one holder at a time":                    oneHolder,
		"one of many gets hold":                   oneOfMany,
		"a resume code opens once":                codeOpensOnce,
		"a new resume code ends the former":       codeReplaces,
		"a resume code is taken away":             codeRemoved,
		"resume codes end":                        codeEnds,
		"resume codes are swept":                  codesSwept,
		"one of many spends a code":               codeSpentOnce,
		"a share keeps every field":               shareKeepsEveryField,
		"shares are refused":                      shareRefuses,
		"a share's key repeats":                   shareKeyRepeats,
		"shares have a limit, one by one":         shareLimit,
		"shares go with their attempt":            sharesGo,
		"a share is removed by its owner":         shareRemoved,
		"tallies count":                           talliesCount,
		"a partner's attempts are listed":         listsPartner,
		"lists keep the sides apart":              listsSidesApart,
		"the funnel counts by each property":      funnelCounts,
		"the funnel outlives what it counts":      funnelOutlives,
		"the funnel counts an erasure once":       funnelFoldsOnce,
		"lists are stable under changes":          listsStably,
		"a cancelled caller changes nothing":      cancelled,
		"fifty finish at once":                    fiftyFinish,
		"writers of different places lose none":   writersLoseNone,
		"one refusal leaves its neighbours alone": refusalsLeaveNeighbours,

		"mint stores a batch once":            mintOnce,
		"unlock spends a code":                unlockSpends,
		"unlock does all or nothing":          unlockAllOrNothing,
		"one code opens one of fifty":         oneCodeOpensOne,
		"forget takes codes that are over":    forgetsGateCodes,
		"letters go out":                      lettersGoOut,
		"letters leave with their attempt":    lettersLeaveWithTheirAttempt,
		"a clock set back frees letters":      letterLeasesOutliveClock,
		"forget takes letters that are old":   forgetsLetters,
		"leads leave by the hour and unnamed": leadsLeaveByTheHour,
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{now: start}
			test(&bench{T: t, Store: open(t, c.Now), clock: c})
		})
	}
}

// bench is what each test of the suite works with.
type bench struct {
	*testing.T
	Store
	clock *clock
	made  int
}

// start is when every test begins; half a second and a bit, so that what is
// lost below a second shows.
var start = time.Date(2026, 11, 23, 9, 30, 15, 678e6, time.UTC)

// clock is set by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// begin stores an attempt of n items in progress and returns it.
func (b *bench) begin(n int) quiz.Attempt {
	b.Helper()
	b.made++
	a := quiz.Attempt{
		ID: quiz.AttemptID(fmt.Sprintf("att_%d", b.made)), Status: quiz.InProgress,
		Instrument: "relationship", Version: "abc", Form: "full", Locale: "en",
		Partner: "acme",
		Sheet:   quiz.NewSheet(n), Created: start, Expires: start.Add(24 * time.Hour),
	}
	b.succeed(b.Create(b.Context(), a))
	return a
}

// full is an attempt with something in every field.
func full() quiz.Attempt {
	sheet := quiz.NewSheet(5)
	sheet.Put(
		quiz.Response{Place: 0, Value: 1, Elapsed: 2300 * time.Millisecond},
		quiz.Response{Place: 1, Value: quiz.Declined, Elapsed: quiz.MaxElapsed},
		quiz.Response{Place: 2, Value: quiz.NotGiven, Elapsed: 6400 * time.Millisecond},
		quiz.Response{Place: 4, Value: quiz.MaxValue},
	)
	return quiz.Attempt{
		ID: "att_MDEyMzQ1Njc4OUFCQ0RFRg", Status: quiz.Finished,
		Tokens: []quiz.Hash{quiz.HashOf("first"), quiz.HashOf("second")}, Key: quiz.HashOf("key"),
		Instrument: "relationship", Version: "0f3a", Form: "full", Locale: "zh-Hans",
		Topic: "music", Article: "音乐-与-亲密 'quoted\" \\ naïve 🎵",
		Consent:  quiz.Consent{Version: "2026-11", Locale: "zh-Hans", At: start.Add(-time.Millisecond)},
		Relation: quiz.RelationCurrent,
		Partner:  "test_acme",
		Sheet:    sheet,
		Plan: quiz.Plan{
			Audience: quiz.Joint, Focus: []quiz.ScaleID{"repair", "meaning"}, Region: "GB", Keep: quiz.Keep12Weeks,
			Done: []string{"slow_reply", "say-when"},
		},
		Profile: profile(),
		Created: start, Finished: start.Add(7 * time.Minute), Expires: start.Add(24 * time.Hour),
		Unlocked: start.Add(9 * time.Minute),
	}
}

func profile() *quiz.Profile {
	value, percentile := 2.0/3, 12.5
	return &quiz.Profile{
		Instrument: "relationship", Version: "1.0.0", Form: "full",
		Scales: map[quiz.ScaleID]quiz.Score{
			"anxious": {Value: &value, SE: 0.36228441865473595, Low: 1, High: 5, Band: scoring.Middle,
				Basis: scoring.Assumed, Percentile: &percentile, Answered: 8, Items: 8},
			"repair": {Basis: scoring.Assumed, Answered: 2, Items: 4, Reason: scoring.TooFew},
		},
		Style: &quiz.Style{State: "between", Between: []string{"secure", "anxious"},
			Probabilities: map[string]float64{"secure": 0.1, "anxious": 0.7}, Basis: scoring.Assumed},
		Mechanisms: []quiz.ScaleID{"meaning"},
		Focus:      quiz.Focus{Candidates: []quiz.ScaleID{"meaning"}, Chosen: []quiz.ScaleID{}},
		Quality:    quiz.Quality{Flags: []string{"too_fast"}},
		FinishedAt: start.Add(7 * time.Minute),
	}
}

// event makes an event that no other call made.
func (b *bench) event(kind quiz.EventType, id quiz.AttemptID) quiz.Event {
	b.made++
	return quiz.Event{ID: quiz.EventID(fmt.Sprintf("evt_%d", b.made)), Type: kind, Attempt: id, Partner: "acme", At: b.clock.Now()}
}

func (b *bench) get(id quiz.AttemptID) quiz.Attempt {
	b.Helper()
	a, err := b.Get(b.Context(), id)
	b.succeed(err)
	return a
}

// waiting claims every event that can be claimed and gives it back at once.
func (b *bench) waiting() []quiz.Event {
	b.Helper()
	events, err := b.Claim(b.Context(), 1000, 0)
	b.succeed(err)
	return events
}

func (b *bench) succeed(err error) {
	b.Helper()
	if err != nil {
		b.Fatalf("got error %v", err)
	}
}

func (b *bench) fail(err, want error) {
	b.Helper()
	if !errors.Is(err, want) {
		b.Fatalf("got error %v, want %v", err, want)
	}
}

func (b *bench) equal(got, want any) {
	b.Helper()
	if !reflect.DeepEqual(got, want) {
		b.Fatalf("\n got %+v\nwant %+v", got, want)
	}
}
