package pdf

import (
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// sampleDocument is as long as a real playbook.
func sampleDocument() playbook.Document {
	return playbook.Document{
		Locale: "en", Title: "Your playbook", Audience: quiz.Joint,
		Notice: []string{
			"This is a self-assessment, not a clinical tool. It names no illness and settles nothing about you.",
			"Exercises for two are not for relationships in which someone is afraid of the other, is hurt, or is made to obey.",
		},
		Standing: "The questionnaire is a pilot: its items are new, nobody has yet measured how reliably they work, and the room for error shown here is assumed. Bands are positions on the scale, not comparisons with other people.",
		Notes:    []string{"You answered a few items quickly. That is fine; read the map with a little more room for error."},
		Opening: []string{
			"The table is laid for two and one of you is eating. You have straightened the second fork more often than a fork needs, and the kettle has boiled without anybody making tea.",
			"Nothing has happened yet. Still, your shoulders know something your head has not been told.",
		},
		Tonight:    playbook.Tonight{Exercise: fourThings(), Phrase: samplePhrases()[0]},
		Pattern:    samplePattern(),
		Map:        sampleMap(),
		Dimensions: sampleDimensions(),
		Mechanisms: sampleMechanisms(),
		Body:       sampleBody(),
		Pause: playbook.PauseText{
			Title: "The pause",
			Intro: "Either of you may call it, at any moment, and neither has to explain.",
			Rows:  []string{"Our sign for it", "How long, at least 20 minutes", "What each of us does meanwhile", "Where we come back to"},
			Say:   "“I want to get this right. Back at nine.”",
			Back:  "“I'm here. Can I tell you what I heard?”",
		},
		Stages:     sampleStages(),
		Topic:      sampleTopic(),
		Phrases:    samplePhrases(),
		Worksheets: sampleSheets(),
		FAQ:        sampleFAQ(),
		Help: playbook.HelpPart{
			Title: "If you are afraid", Region: "GB",
			Text: []string{"Being afraid of a partner is reason enough to talk to someone. You need no proof and no decision."},
			Lines: []playbook.Line{
				{Name: "A helpline by day and night", Number: "0000 000 000", URL: "https://help.example/talk", About: "Free, and it does not show on a phone bill.", Standing: "verified", Checked: "2026-05-01"},
				{Name: "A directory of services", URL: "https://directory.example/", About: "Services by country, checked by volunteers.", Standing: "verified"},
			},
		},
		Sources: []playbook.Source{
			{ID: "a", Standing: "supported", Claim: "Attachment differences are two continuous dimensions rather than types.", Cite: "Fraley, R. C., Hudson, N. W., Heffernan, M. E., & Segal, N. (2015). Are adult attachment styles categorical or dimensional? Journal of Personality and Social Psychology, 109(2), 354–368.", URL: "https://doi.org/10.1037/pspp0000027"},
			{ID: "b", Standing: "contested", Claim: "A racing heart makes listening harder during a quarrel.", Cite: "Levenson, R. W., & Gottman, J. M. (1985). Physiological and affective predictors of change in relationship satisfaction.", URL: "https://doi.org/10.1037/0022-3514.49.1.85"},
			{ID: "c", Standing: "metaphor", Claim: "An alarm that rings before anyone has looked.", Cite: "Ours: a picture, not a finding."},
		},
		Finished: time.Date(2026, 5, 4, 18, 30, 0, 0, time.UTC), Date: "4 May 2026",
		Labels: sampleLabels(),
	}
}

func samplePattern() playbook.Pattern {
	return playbook.Pattern{
		State: playbook.StateAnxious, Headline: "When closeness wobbles, your answers lean towards holding on",
		Body:      []string{"A tight chest, a warm face, a hand that finds the phone before you have decided anything.", "Sleep comes late on the days when something was left open."},
		Thought:   []string{"“What did I do?” arrives first. Three explanations follow, and in all of them it is about you."},
		Behaviour: []string{"You write again, ask twice, tidy the kitchen loudly, or make a small test and wait to see whether it is passed."},
		Protects:  "It notices distance early, and it keeps people from drifting apart without a word. Many good talks began because you would not let something go.",
		Costs:     "It spends the evening on a silence that had nothing to do with you, and it asks for closeness in a voice that sounds like a complaint.",
		Helps:     "A time to lean on: not “later” but “at nine”. And a body that is calm before the talk begins.",
		Scenes: []playbook.Scene{
			{ID: "settled", Title: "Eleven settled years", Text: "Friday, the sofa, the same series. You ask whether everything is all right and the answer is “yes, why?”. It is the why that keeps you awake."},
			{ID: "change", Title: "The new job", Text: "They come home at eight, full of names you do not know. You laugh at the right places and count how often they look at you."},
			{ID: "solves", Title: "The one who solves", Text: "You tell them about your mother. They open a browser and compare care homes. You wanted five minutes of not being alone with it."},
		},
	}
}

func sampleMap() playbook.Map {
	return playbook.Map{
		Scored:   true,
		Anxious:  playbook.Axis{Title: "Reaching out when unsure", Min: 1, Max: 5, Score: 3.9, SE: .3619, Cut: 3},
		Avoidant: playbook.Axis{Title: "Stepping back when unsure", Min: 1, Max: 5, Score: 2.1, SE: .3619, Cut: 3},
		Corners: map[string]string{"secure": "steady with both", "anxious": "reaches out fast",
			"avoidant": "steps back", "fearful": "pulled both ways"},
		Equivalent: "Your answers lie towards reaching out when things are unsure, and a little to the side of staying near rather than stepping back. The soft shape is as large as the room for error: any place inside it fits your answers about as well.",
	}
}

func measureOf(id, title, about, text string, score float64, focus bool) playbook.Measure {
	low, high := max(1, score-.94), min(5, score+.94)
	return playbook.Measure{ID: quiz.ScaleID(id), Title: title, About: about, Text: text, Band: "in the middle of the scale",
		Scored: true, Focus: focus, Score: score, Low: low, High: high, Min: 1, Max: 5}
}

func sampleDimensions() []playbook.Measure {
	return []playbook.Measure{
		measureOf("anxious", "Reaching out", "How fast you close the gap when closeness feels unsure.", "Silence gets loud quickly for you, and you rarely wait to find out what it meant.", 3.9, false),
		measureOf("avoidant", "Stepping back", "How much room you take when things get close.", "You stay in the room more often than not.", 2.1, false),
		measureOf("secure", "Steadiness", "How you give and seek support and keep your footing in a quarrel.", "You find your way back, with a detour.", 3.2, false),
	}
}

func sampleMechanisms() []playbook.Measure {
	return []playbook.Measure{
		measureOf("repair", "Coming back after a quarrel", "Whether and how you mend.", "You wait for the other to begin, and the evening gets long.", 2.2, true),
		measureOf("responsiveness", "Answering", "What you do with a small bid for attention.", "You answer fast; whether it was the answer to their question is another matter.", 2.6, true),
		measureOf("availability", "Being there", "Whether you can be reached, in both senses.", "People find you when they look for you.", 3.4, false),
		measureOf("predictability", "Being someone to count on", "Whether your word and your day agree.", "What you promise tends to happen.", 3.6, false),
		{ID: "meaning", Title: "What is ours", About: "The small things that only the two of you understand.", Min: 1, Max: 5},
	}
}

func sampleBody() playbook.BodyText {
	return playbook.BodyText{
		Title: "What your body does before you know it",
		Text: []string{
			"Alarm is quicker than thought. By the time you can name what is wrong, your heart has been told, your breath is short and your field of view has narrowed to the one thing that could go wrong.",
			"A talk that begins in that state becomes a talk about winning. So the order of this booklet is always the same: calm first, then words.",
		},
		States: []playbook.Scene{
			{ID: "engaged", Title: "In touch", Text: "Your voice has melody, you can be teased, you notice the other's face."},
			{ID: "alarm", Title: "On alarm", Text: "Fast, loud, certain. You remember every similar thing since 2014."},
			{ID: "shut", Title: "Shut down", Text: "Flat and far away. “It's fine.” The lights are on and somebody has gone to bed."},
		},
	}
}
