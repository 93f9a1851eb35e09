package art

import "slices"

func rooms() []Work { return slices.Concat(stillLifes(), quietRooms()) }

// stillLifes are things on tables.
func stillLifes() []Work {
	honey := hex(0xa8703c)
	return []Work{
		{
			Title: "奶奶的手", TitleEN: "Grandmother's hands", Entrant: "沈秋月", AgeBand: "adult", Medium: "photo", aspect: 1.333,
			Statement: "孩子还没出生，奶奶的小鞋已经织好了。",
			draw: babyKnits(table{wall: hex(0xc9b8a2), wallDark: hex(0x54463c), wood: hex(0x8f5f38), edge: 0.42, light: hex(0xffdfae), pane: true},
				[]ramp{evenRamp(0x8a3f4c, 0xe0a0a8, 0xfbdcd8), evenRamp(0x3f5a66, 0x86a9b4, 0xcfe3e6), evenRamp(0x8a6a2c, 0xe0bf70, 0xfaeabf)}),
		},
		{
			Title: "霜降的柿子", TitleEN: "Persimmons after the frost", Entrant: "卢建华", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "爸爸从老家寄来一箱，最红的留给孩子。",
			draw:      fruitBowl(table{wall: hex(0x6a7a78), wallDark: hex(0x1c2426), wood: hex(0x6f4a30), edge: 0.55, light: hex(0xffe0b0)}, hex(0x6f94a8), evenRamp(0x8a2a08, 0xe8691c, 0xffb258), true),
		},
		{
			Title: "姥姥的牡丹", TitleEN: "Grandma's peonies", Entrant: "田芳", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "从菏泽带回来的花，开了一个五月。",
			draw: peonies(table{wall: hex(0xb9b09c), wallDark: hex(0x3c3a38), wood: hex(0x7a5236), edge: 0.7, light: hex(0xfff0cf), pane: false},
				[]ramp{evenRamp(0x8a2a4a, 0xe07a9a, 0xfce0e4), evenRamp(0xb06a7a, 0xf4c0c8, 0xfff6f2), evenRamp(0x6a1030, 0xc83a5c, 0xf6a0ac)}),
		},
		{
			Title: "挂蒜", TitleEN: "A braid of garlic", Entrant: "王长河", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "编蒜辫是金乡人的手艺，我教儿子，儿子教孙子。",
			draw:      garlicBraid(table{wall: hex(0x8a8274), wallDark: hex(0x2a2622), wood: hex(0x7c5a3c), edge: 0.3, light: hex(0xffe6bc)}),
		},
		{
			Title: "满月红鸡蛋", TitleEN: "Red eggs for the first month", Entrant: "秦岚", AgeBand: "adult", Medium: "photo", aspect: 1.333,
			Statement: "小外甥满月，全巷子都有红鸡蛋。",
			draw:      redEggs(table{wall: hex(0xd9c6a4), wallDark: hex(0x6a4f38), wood: honey, edge: 0.4, light: hex(0xffe2b0), pane: true}),
		},
		{
			Title: "包饺子的下午", TitleEN: "An afternoon of dumplings", Entrant: "丁慧", AgeBand: "adult", Medium: "photo", aspect: 1.333,
			Statement: "四代人一张案板，歪的那个是女儿包的。",
			draw:      dumplings(hex(0x9a7248)),
		},
	}
}

// quietRooms are rooms at their still hours, and more tables.
func quietRooms() []Work {
	return []Work{
		{
			Title: "一壶茶的工夫", TitleEN: "As long as a pot of tea", Entrant: "崔志刚", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "孩子午睡了，我们喝一壶茶。",
			draw:      teaTime(table{wall: hex(0x9a927e), wallDark: hex(0x2c2c28), wood: hex(0x6a4528), edge: 0.5, light: hex(0xffdda4), pane: true}, hex(0x8a4a30)),
		},
		{
			Title: "阳台上的婴儿房", TitleEN: "The nursery by the window", Entrant: "余婷", AgeBand: "adult", Medium: "photo", aspect: 0.8,
			Statement: "八平方米，装得下全家的期待。",
			draw:      nursery(sky{air: evenRamp(0x9cc9e6, 0xd9ebf2, 0xfdf3d8), lit: hex(0xc6dc86), shade: hex(0x6f9a5c), halo: hex(0xfff0c4)}, hex(0xc9c2a8), hex(0xe9c9a4), hex(0xb98656), false),
		},
		{
			Title: "晚安", TitleEN: "Good night", Entrant: "潘磊", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "夜班回来，先看看他睡着的样子。",
			draw:      nursery(sky{air: evenRamp(0x14204a, 0x2c3f74, 0x5a6f9c), lit: hex(0x3f5a78), shade: hex(0x1f3050), halo: hex(0x6a86c4)}, hex(0x4a527a), hex(0x6a5f94), hex(0x7a5a48), true),
		},
		{
			Title: "雨夜的窗台", TitleEN: "The sill on a rainy night", Entrant: "白雪", AgeBand: "14-17", Medium: "photo", aspect: 0.75,
			Statement: "等妈妈下夜班，折了一只船。",
			draw:      rainyPane(hex(0x1d2c4c), []uint32{0xffb45a, 0xff7a4a, 0xffd894, 0x86b8ff, 0xff9a9a}),
		},
		{
			Title: "午后的绿茶", TitleEN: "Green tea after lunch", Entrant: "尹芝", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "产假的下午，安静得像这只壶。",
			draw:      teaTime(table{wall: hex(0xd9dccb), wallDark: hex(0x5f6f5c), wood: hex(0xb58a5c), edge: 0.54, light: hex(0xfff6d8), pane: true}, hex(0x5f8a74)),
		},
		{
			Title: "端午的杏", TitleEN: "Apricots at midsummer", Entrant: "连小翘", AgeBand: "adult", Medium: "photo", aspect: 1.333,
			Statement: "邻居送来一篮，孩子们先吃最大的。",
			draw:      fruitBowl(table{wall: hex(0xb9a78a), wallDark: hex(0x54402c), wood: hex(0xa87c50), edge: 0.5, light: hex(0xffe9b8), pane: true}, hex(0xd9d3c4), evenRamp(0xa85a14, 0xf2a63a, 0xffe08a), false),
		},
		{
			Title: "白牡丹", TitleEN: "White peonies", Entrant: "时光辉", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "妻子出院那天，家里开着这一瓶。",
			draw: peonies(table{wall: hex(0x56707a), wallDark: hex(0x141c22), wood: hex(0x3f2c24), edge: 0.74, light: hex(0xe9f2ff)},
				[]ramp{evenRamp(0x8a8a94, 0xe3e4e4, 0xffffff), evenRamp(0x94806c, 0xf0e2cc, 0xfffaf0), evenRamp(0xa86a84, 0xf0ccd6, 0xfff4f6)}),
		},
		{
			Title: "一辫子好蒜", TitleEN: "A good braid", Entrant: "季丰收", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "今年的头一辫，留给过年回家的孩子。",
			draw:      garlicBraid(table{wall: hex(0xe0cda8), wallDark: hex(0x8a6a48), wood: hex(0xb98c5c), edge: 0.24, light: hex(0xfff0cc), pane: false}),
		},
		{
			Title: "给宝宝的蓝袜子", TitleEN: "Blue shoes for the baby", Entrant: "伍桂英", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "眼睛花了，一晚上只能织两行。",
			draw: babyKnits(table{wall: hex(0x8fa0a8), wallDark: hex(0x2a3238), wood: hex(0x6a5040), edge: 0.46, light: hex(0xffe6c0)},
				[]ramp{evenRamp(0x2f4f80, 0x7fa8d9, 0xd4e6fa), evenRamp(0x8a8474, 0xe6dfcc, 0xfffaf0), evenRamp(0x6a3038, 0xc9606a, 0xf6b4b4)}),
		},
	}
}
