package pdf

import (
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

func fourThings() playbook.Exercise {
	return playbook.Exercise{
		ID: "four-things", Title: "Four things you can see", For: "When you have looked at the phone three times in one minute.",
		Audience: quiz.Solo, Minutes: 3, Often: "in the moment",
		Scene: "You put it in a drawer. A minute later the drawer is open and you do not remember opening it.",
		Why:   "Eyes that are looking at a lamp cannot look for a reply.",
		Steps: []string{"Put the phone in another room, screen down.", "Say out loud four things that you can see, with their colours.",
			"Touch one of them for as long as it takes to hum a tune.", "Then fetch the phone, and read only what is there."},
		Say:      []string{"“I kept looking for you in the screen. Hello.”"},
		Worked:   "You can still say which colours they were.",
		IfNot:    "You fetched it at the second thing. Begin with two tomorrow.",
		Opposite: "Somebody who hides in lamps anyway should look at a face. Theirs is “Say when”.",
	}
}

func sayWhen() playbook.Exercise {
	return playbook.Exercise{
		ID: "say-when", Title: "Say when", For: "When you need to leave a talk, and leaving would look like going.",
		Audience: quiz.Joint, Minutes: 2, Often: "each time you step out of a talk",
		Scene: "They ask what is wrong. You look at the door. You know that you will be able to say it in an hour, and only then.",
		Why:   "An hour can be written on a hand; “soon” cannot.",
		Steps: []string{"Look up, so that they see your face.", "Say the hour at which you will be back, out loud.", "Set an alarm for five minutes before it.",
			"Come back at that time, even when you have nothing ready.", "Begin with what you heard, not with what you think of it."},
		Say:      []string{"“I have to walk now. Half past, at the sink.”", "“I'm back. I've no answer yet, but I'm back.”"},
		Worked:   "They went on with their evening while you were away.",
		IfNot:    "You forgot the time. Say so before they do, and give the next one in half the length.",
		Opposite: "If you are the one who reaches out, naming an hour can turn into waiting by the clock. Yours is “Four things you can see”.",
	}
}

func twoMinutes() playbook.Exercise {
	return playbook.Exercise{
		ID: "two-minutes", Title: "Two minutes, one sentence back", For: "For both, on an evening on which nothing is wrong.",
		Audience: quiz.Joint, Minutes: 10, Often: "twice a week",
		Scene: "They begin with the bus and you already know where it will end. You nod at a place where nothing was said.",
		Why:   "People calm down when they hear their own words come back, more than when they hear advice.",
		Steps: []string{"Set a kitchen timer to two minutes. One talks, the other listens with both hands empty.",
			"When it rings, the listener repeats whichever line was longest, word for word.", "The talker says “nearly” or “yes”. After “nearly” there is one more try; then change over."},
		Say:      []string{"“You said the bus was late again, and that nobody asked you. Nearly?”"},
		Worked:   "One of you said “yes, exactly” and meant it.",
		IfNot:    "It turned into a debate about who said what. Stop at the first “no, but”, and do it with something harmless, like a film.",
		Opposite: "Someone who steps back may recite perfectly and feel nothing. Then say the sentence with the feeling in it.",
	}
}

func journal() playbook.Exercise {
	return playbook.Exercise{
		ID: "journal", Title: "Four lines after an alarm", For: "Within an hour of any moment in which your body was faster than you.",
		Audience: quiz.Solo, Minutes: 5, Often: "after each alarm, for two weeks",
		Scene: "“We need to talk about August.” You hear the first four words only.",
		Why:   "Written down, an alarm becomes a thing that happened and stops being the weather.",
		Steps: []string{"What exactly set it off? Quote it, word for word.", "Where in the body, and how strong from 1 to 10?",
			"What did you do in the next minute?", "When have you felt precisely this before?"},
		Say:      []string{"“Something in me went off just now. I'll tell you when I know what.”"},
		Worked:   "After a week you can guess the next one.",
		IfNot:    "You forget it every time. Tie it to something that happens anyway: the kettle, the tram, the dog.",
		Opposite: "If your habit is to think instead of feel, write the body line first, and twice.",
	}
}

func sampleStages() []playbook.Chapter {
	chapter := func(id, title, weeks, aim string, all ...playbook.Exercise) playbook.Chapter {
		return playbook.Chapter{ID: id, Title: title, Weeks: weeks, Aim: aim, Practices: all}
	}
	all := []playbook.Chapter{
		chapter("awareness", "Notice", "Weeks 1–2", "Collect moments without judging one of them. You are a birdwatcher; the birds are alarms.", fourThings(), journal(), sayWhen()),
		chapter("disclosure", "Say one true thing", "Week 3", "Tell what you saw in yourself, at a calm time, and ask for nothing to change.", sayWhen(), twoMinutes(), journal()),
		chapter("co_creation", "Make it together", "Weeks 4–6", "Agree on signals, on the pause, and on how you find each other again.", twoMinutes(), fourThings(), sayWhen()),
		chapter("integration", "Keep it", "From week 7", "Two minutes a day, a look back each week, and no court on bad days.", journal(), twoMinutes(), fourThings()),
	}
	all[1].Notice = "From here on there are things for two. Leave them out where one of you is afraid."
	return all
}

func sampleTopic() *playbook.TopicPart {
	return &playbook.TopicPart{
		ID: "music", Title: "Music for two",
		Intro: []string{"A song can do in three minutes what a talk cannot do in thirty: slow two people's breath at once.",
			"This chapter uses what you already have: a phone, a speaker, and the songs that only the two of you would put next to each other."},
		Practices: []playbook.Exercise{twoMinutes()},
		Phrases:   samplePhrases()[:2],
	}
}

func samplePhrases() []playbook.Starter {
	return []playbook.Starter{
		{ID: "p1", Situation: "Asking for closeness", Text: "“Leave the dishes. Could you lean on me for the length of this song?”", NotWhen: "They are on their way out of the door."},
		{ID: "p2", Situation: "Asking for closeness", Text: "“Can I have your shoulder until the news is over?”", NotWhen: "You are testing whether they will say no."},
		{ID: "p3", Situation: "Asking for closeness", Text: "“I've missed you today, and it isn't your fault.”", NotWhen: "It is."},
		{ID: "p4", Situation: "Asking for space without leaving", Text: "“I have to walk now. Half past, at the sink.”", NotWhen: "They have just told you something hard."},
		{ID: "p5", Situation: "Asking for space without leaving", Text: "“I need a walk round the block. I'll bring milk.”", NotWhen: "You do not mean to come back."},
		{ID: "p6", Situation: "Calling the pause", Text: "“I want to get this right. Back at nine.”", NotWhen: "You are winning."},
		{ID: "p7", Situation: "Coming back", Text: "“I'm here. Can I tell you what I heard?”", NotWhen: "You have come back to finish your list."},
		{ID: "p8", Situation: "Coming back", Text: "“I was sharp. You didn't earn that.”", NotWhen: "A “but” is waiting behind it."},
		{ID: "p9", Situation: "Repairing", Text: "“Which part of it still hurts?”", NotWhen: "You have three minutes."},
		{ID: "p10", Situation: "Saying no", Text: "“Not tonight. Tomorrow I'd love to.”", NotWhen: "Tomorrow is not true."},
		{ID: "p11", Situation: "Celebrating a near miss", Text: "“We nearly had that one. Did you see us turn?”", NotWhen: "One of you is still in it."},
		{ID: "p12", Situation: "After a relapse", Text: "“Old habit, same me. Can we start from before the phone call?”", NotWhen: "They have not been heard yet."},
	}
}

func sampleSheets() []playbook.Sheet {
	return []playbook.Sheet{
		{ID: "journal", Kind: playbook.SheetTable, Rows: 6, Title: "Trigger journal", Intro: "One row for each alarm. Data, not a verdict: nobody marks it.",
			Fields: []playbook.Field{{ID: "a", Label: "What set it off", Hint: "word for word"}, {ID: "b", Label: "In the body", Hint: "where, 1 to 10"},
				{ID: "c", Label: "What I did", Hint: "in the first minute"}, {ID: "d", Label: "When before"}}},
		{ID: "script", Kind: playbook.SheetForm, Title: "Telling it", Intro: "Fill it in alone. Read it aloud once, to the wall, before you read it to anyone.",
			Fields: []playbook.Field{{ID: "a", Label: "What I saw in me", Hint: "a moment, with a day and a place", Lines: 4}, {ID: "b", Label: "What it does to us, as far as I can see", Lines: 3},
				{ID: "c", Label: "I ask for nothing to change. I only want you to know", Lines: 3}, {ID: "d", Label: "How is it from where you stand?", Hint: "their words, not yours", Lines: 5}}},
		{ID: "agreement", Kind: playbook.SheetAgreement, Title: "Our agreement", Intro: "Write it together, sitting on the same side of the table.",
			Fields: []playbook.Field{{ID: "a", Label: "Signs that one of us is on alarm", Lines: 3}, {ID: "b", Label: "Who may call the pause, and how", Lines: 2},
				{ID: "c", Label: "How long, and where we come back", Hint: "at least 20 minutes", Lines: 2}, {ID: "d", Label: "The first sentence when we are back", Lines: 2}}},
	}
}

func sampleFAQ() []playbook.Question {
	return []playbook.Question{
		{ID: "a", Question: "Does this mean something is wrong with me?", Answer: []string{"No. It means that you learned, early and well, what to do when closeness was unsure. You can learn a second thing as well."}},
		{ID: "b", Question: "My partner will not do any of it. Is it pointless?", Answer: []string{"Half the practices need nobody else. A person who comes back at nine changes the evening for two.", "Leave the booklet closed on the table; do not leave it open at a page."}},
		{ID: "c", Question: "What if we fall back into it?", Answer: []string{"You will. The measure is how long it takes until one of you says “same old us” and both laugh."}},
		{ID: "d", Question: "Can I take it again?", Answer: []string{"Yes, after six weeks or so. Small differences lie inside the room for error, so look at the shape, not at a number."}},
	}
}

func sampleLabels() map[string]string {
	return map[string]string{
		"tonight": "Tonight", "this_week": "This week", "pattern": "Your pattern", "map": "Where your answers lie",
		"mechanisms": "What holds the two of you", "plan": "The plan on one page", "dimensions": "Three leanings",
		"phrases": "Words to borrow", "worksheets": "Worksheet", "faq": "Questions people ask", "help": "Help", "sources": "What this rests on",
		"notes": "About your answers", "contents": "What is where", "why": "Why", "steps": "Do", "say": "Say", "worked": "It worked if",
		"if_not": "If not", "opposite": "In the other's hands", "minutes": "minutes", "often": "How often", "for": "For", "scene": "Scene",
		"not_when": "Not when", "body": "In the body", "thought": "In thought", "behaviour": "In what you do", "protects": "What it protects",
		"costs": "What it costs", "helps": "What helps", "focus": "the plan works on this", "stage": "Stage", "topic": "From the article you read",
		"solo": "alone", "joint": "for two", "standing": "How much is known", "area": "The soft shape is where your answers place you. It has no centre, since there is no exact point.",
		"unscored": "Too few answers to say.", "signature_one": "Name", "signature_two": "Name", "date": "Date", "page": "Page",
		"tear_off": "Tear this page off and keep it where you quarrel least.", "standing_supported": "Supported", "standing_contested": "Contested",
		"standing_metaphor": "A picture",
	}
}
