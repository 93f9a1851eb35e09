package art

import "slices"

func paintings() []Work { return slices.Concat(inkWorks(), colourWorks(), oilWorks(), paperWorks()) }

func inkWorks() []Work {
	return []Work{
		{
			Title: "竹报平安", TitleEN: "Bamboo brings word of peace", Entrant: "韩立民", AgeBand: "adult", Medium: "drawing", aspect: 0.62,
			Statement: "退休后学的国画，画给远方的孙女。",
			draw:      bamboo(0xf3ecdd, hex(0x5a7a68), true),
		},
		{
			Title: "风雨竹", TitleEN: "Bamboo in the rain", Entrant: "唐国强", AgeBand: "adult", Medium: "drawing", aspect: 1.5,
			Statement: "雨一停就落笔，手还是湿的。",
			draw:      bamboo(0xeceadf, hex(0x4a6a80), false),
		},
		{
			Title: "院里的梅花", TitleEN: "Plum blossom in our yard", Entrant: "许桂芳", AgeBand: "adult", Medium: "drawing", aspect: 0.8,
			Statement: "母亲种的梅树，今年开得最好。",
			draw:      plum(0xf5eee0, 0xd23a4a, false),
		},
		{
			Title: "月下白梅", TitleEN: "White plum by moonlight", Entrant: "邓志远", AgeBand: "adult", Medium: "drawing", aspect: 1.4,
			Statement: "夜里起来给孩子冲奶，看见窗外的月亮。",
			draw:      plum(0xe3e6e6, 0xe9b8c4, true),
		},
		{
			Title: "荷塘清夏", TitleEN: "Lotus pond in summer", Entrant: "彭雪梅", AgeBand: "adult", Medium: "drawing", aspect: 0.75,
			Statement: "带着小外孙在荷塘边写生。",
			draw:      lotus(0xf4efe2, hex(0x4a7462), hex(0xe0507a), false),
		},
		{
			Title: "鱼戏莲叶间", TitleEN: "Fish among the lotus leaves", Entrant: "曾凡荣", AgeBand: "adult", Medium: "drawing", aspect: 1,
			Statement: "教孩子背诗，背着背着就画了。",
			draw:      lotus(0xf1ece4, hex(0x3f5560), hex(0xe98aa0), true),
		},
		{
			Title: "江山入梦", TitleEN: "Rivers and hills in a dream", Entrant: "吕文清", AgeBand: "adult", Medium: "drawing", aspect: 1.6,
			Statement: "画了一辈子山水，这张送给女儿做嫁妆。",
			draw:      inkHills(0xf4eddd, hex(0x5f7f8a), true),
		},
		{
			Title: "春江", TitleEN: "The river in spring", Entrant: "苏念", AgeBand: "14-17", Medium: "drawing", aspect: 0.6,
			Statement: "爷爷磨墨，我来画。",
			draw:      inkHills(0xefefe6, hex(0x6f9a78), false),
		},
		{
			Title: "母鸡和她的孩子们", TitleEN: "A hen and her children", Entrant: "蒋玉珍", AgeBand: "adult", Medium: "drawing", aspect: 1.25,
			Statement: "养了半辈子鸡，最知道当妈的心。",
			draw:      henAndChicks,
		},
	}
}

func paperWorks() []Work {
	return []Work{
		{
			Title: "年年有余", TitleEN: "Plenty every year", Entrant: "魏秀云", AgeBand: "adult", Medium: "drawing", aspect: 1,
			Statement: "外婆教我的样子，我又教给了女儿。",
			draw:      papercut(0xc8201f, 0xf6ecd8, twoFish),
		},
		{
			Title: "八瓣窗花", TitleEN: "Window flower", Entrant: "姜若雪", AgeBand: "14-17", Medium: "drawing", aspect: 1,
			Statement: "过年贴在奶奶家窗户上的。",
			draw:      papercut(0xd12a2a, 0xfbf3e6, windowFlower(8)),
		},
		{
			Title: "六角雪", TitleEN: "Six-cornered snow", Entrant: "范小雨", AgeBand: "under-14", Medium: "drawing", aspect: 1,
			Statement: "剪了三遍才剪成。",
			draw:      papercut(0xf3f6f8, 0x2f5a86, snowflake),
		},
		{
			Title: "母子", TitleEN: "Mother and child", Entrant: "石桂兰", AgeBand: "adult", Medium: "drawing", aspect: 0.85,
			Statement: "剪纸四十年，第一次剪自己。",
			draw:      papercut(0xbf1f24, 0xf4e6c8, motherAndChild),
		},
		{
			Title: "一树的鸟", TitleEN: "A tree full of birds", Entrant: "廖春花", AgeBand: "adult", Medium: "drawing", aspect: 0.8,
			Statement: "村口的大树，就是孩子们的大家庭。",
			draw:      papercut(0xb3261e, 0xefe2c4, treeOfBirds),
		},
	}
}
