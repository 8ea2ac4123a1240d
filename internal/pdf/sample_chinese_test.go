package pdf

import "github.com/attune-quiz/attune/quiz/playbook"

// chineseDocument is a short playbook in Chinese, with all kinds of blocks.
func chineseDocument() playbook.Document {
	doc := sampleDocument()
	doc.Locale, doc.Title, doc.Date = "zh-Hans", "你们的相处手册", "2026 年 5 月 4 日"
	doc.Notice = []string{"这是一份自测，不是诊断。它不给任何病取名字。"}
	doc.Standing = "问卷还在试用：题目是新写的，没有人量过它有多准。"
	doc.Notes = []string{"有几题你答得很快，读图的时候多留一点余地。"}
	doc.Opening = []string{"桌上摆着两副碗筷，只有一个人在吃。水烧开了两回，谁也没去泡茶。", "其实什么也没发生；可肩膀已经先知道了。"}
	doc.Tonight.Exercise = chineseExercise()
	doc.Tonight.Phrase = chinesePhrases()[0]
	doc.Pattern = playbook.Pattern{
		Headline: "靠得近的时候，你的回答偏向“再问一遍”",
		Body:     []string{"胸口发紧，脸发烫，手已经摸到手机了。"},
		Thought:  []string{"先冒出来的是“我哪里做错了？”——后面跟着三种解释，每一种都和你有关。"},
		Behaviour: []string{
			"再发一条，再问一次，把碗洗得很响（其实已经洗过了）。",
		},
		Protects: "有人走远，你总是最早看见。", Costs: "一晚上耗在一场和你无关的沉默里。",
		Helps:  "说好一个钟点：不是“等会儿”，是“九点”。",
		Scenes: []playbook.Scene{{Title: "第十一年", Text: "周五，沙发，还是那部剧。你问“没事吧？”，对方答“嗯”，你把这个“嗯”听了三遍。"}},
	}
	doc.Body = playbook.BodyText{Title: "身体先知道", Text: []string{"警报比念头快。心跳到了每分钟 100 下，话就听不进去了。"},
		States: []playbook.Scene{{Title: "连着", Text: "声音有起伏，开得起玩笑。"}, {Title: "断了", Text: "“没事。”灯亮着，人已经睡了。"}}}
	doc.Map.Equivalent = "你的回答偏向右下：对方一安静，你就往前走一步。"
	doc.Map.Corners = map[string]string{"secure": "安稳", "anxious": "追着问", "avoidant": "往后退", "fearful": "又想近又想躲"}
	doc.Map.Anxious.Title, doc.Map.Avoidant.Title = "担心被丢下", "想要退一步"
	for i := range doc.Dimensions {
		doc.Dimensions[i].Title, doc.Dimensions[i].Band = "维度", "在中间"
		doc.Dimensions[i].About, doc.Dimensions[i].Text = "没回音的时候，你补上这段距离有多快。", "一半的时候你等得住。"
	}
	for i := range doc.Mechanisms {
		doc.Mechanisms[i].Title, doc.Mechanisms[i].Band = "吵完以后", "中间偏高"
		doc.Mechanisms[i].About, doc.Mechanisms[i].Text = "谁先开口，怎么开口。", "你常常先开口；下一回试试只说一句。"
	}
	doc.Pause = playbook.PauseText{Title: "暂停卡", Intro: "谁都可以喊停，不用解释。",
		Rows: []string{"我们的暗号", "停多久（至少 20 分钟）"}, Say: "“我想好好说。九点回来。”", Back: "“我回来了。你先说。”"}
	for i := range doc.Stages {
		doc.Stages[i] = playbook.Chapter{Title: "先看见", Weeks: "第 1–2 周", Aim: "只记，不评。你是看鸟的人，鸟就是那些警报。",
			Notice: "下面有两个人做的练习：有人害怕的时候，不要做。", Practices: []playbook.Exercise{chineseExercise(), chineseExercise()}}
	}
	doc.Topic = nil
	doc.Phrases = chinesePhrases()
	doc.Worksheets = []playbook.Sheet{
		{Kind: playbook.SheetTable, Rows: 6, Title: "四栏小账", Intro: "一次一行。", Fields: []playbook.Field{{Label: "看见了什么"}, {Label: "身体哪里", Hint: "一到十"}, {Label: "做了什么"}}},
		{Kind: playbook.SheetAgreement, Title: "我们的约定", Intro: "好日子里写，坏日子里用。", Fields: []playbook.Field{{Label: "暗号", Lines: 1}, {Label: "停多久，去哪里，做什么", Lines: 3}}},
	}
	doc.FAQ = []playbook.Question{{Question: "这能改吗？", Answer: []string{"能，慢慢地。没有人能担保六个星期。"}}}
	doc.Help = playbook.HelpPart{Title: "要是你害怕", Text: []string{"怕一个人，就够理由找人说说了。"},
		Lines: []playbook.Line{{Name: "各国热线名录", URL: "https://directory.example/", About: "按国家查，志愿者核对。"}}}
	for i := range doc.Sources {
		doc.Sources[i].Claim = "依恋的差别是两条连续的轴，不是几个类型。"
	}
	doc.Labels = chineseLabels()
	return doc
}

func chineseExercise() playbook.Exercise {
	return playbook.Exercise{ID: "four", Title: "看得见的四样东西", For: "一个人，警报响的时候", Scene: "消息发出去四十分钟，对话框还是空的。",
		Why: "眼睛忙起来，心就慢下来。", Steps: []string{"把手机放到另一个房间，屏幕朝下。", "说出四样看得见的东西，连颜色一起说。", "摸着其中一样，哼完一支歌。"},
		Minutes: 3, Often: "想起来就做", Say: []string{"“我先缓一缓，八点回你。”"}, Worked: "肩膀下来了。", IfNot: "再说四样听得见的。", Opposite: "要是你习惯躲开，做完记得回去。"}
}

func chinesePhrases() []playbook.Starter {
	return []playbook.Starter{
		{Situation: "想靠近", Text: "“碗先放着。这首歌的工夫，靠我一会儿？”", NotWhen: "对方正在接电话。"},
		{Situation: "叫停", Text: "“停一下。九点，我回来接着说。”", NotWhen: "你其实不打算回来。"},
		{Situation: "回来", Text: "“刚才那句重了，再来一次。”", NotWhen: "还在气头上。"},
	}
}

// chineseLabels gives every label a Chinese word, so that all of the frame is
// tried.
func chineseLabels() map[string]string {
	out := map[string]string{}
	for _, key := range playbook.LabelKeys() {
		out[key] = "栏目"
	}
	for key, word := range map[string]string{"page": "第{page}页，共{pages}页", "minutes": "{count} 分钟", "stage": "第 {count} 阶段", "tonight": "今晚",
		"this_week": "这一周", "say": "可以这么说", "question": "我想问的", "summary": "带去的两页", "contents": "里面有什么"} {
		out[key] = word
	}
	return out
}
