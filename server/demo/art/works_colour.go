package art

// colourWorks are watercolours and posters.
func colourWorks() []Work {
	return []Work{
		{
			Title: "外婆的水乡", TitleEN: "My grandmother's water town", Entrant: "方晴", AgeBand: "adult", Medium: "drawing", aspect: 1.4,
			Statement: "嫁到北方十年，梦里还是那座桥。",
			draw:      waterTown(0x8fb4d0, 0x7fa9a8),
		},
		{
			Title: "傍晚的桥", TitleEN: "The bridge towards evening", Entrant: "任可欣", AgeBand: "14-17", Medium: "drawing", aspect: 0.8,
			Statement: "暑假和妹妹一起写生，她负责画船。",
			draw:      waterTown(0xe8a98a, 0x8a94b4),
		},
		{
			Title: "山坡上的家", TitleEN: "Home on the hillside", Entrant: "袁春生", AgeBand: "adult", Medium: "drawing", aspect: 1.4,
			Statement: "油菜花开的时候，孩子们满坡跑。",
			draw:      patchwork(0x9cc6e0, []uint32{0xe9c43a, 0x9ab84e, 0x6fa05a, 0xd9a84a, 0x86b06a}),
		},
		{
			Title: "秋天的田", TitleEN: "Fields in autumn", Entrant: "董明月", AgeBand: "14-17", Medium: "drawing", aspect: 1,
			Statement: "从楼上看下去，田像奶奶的百家被。",
			draw:      patchwork(0xb9c4d6, []uint32{0xd98a3c, 0xc9a85a, 0xa8643c, 0x8f9a5a, 0xe0b870}),
		},
		{
			Title: "下雨天上学", TitleEN: "Walking to school in the rain", Entrant: "段雨桐", AgeBand: "14-17", Medium: "drawing", aspect: 1.333,
			Statement: "四把伞，四个邻居家的小孩。",
			draw:      umbrellas,
		},
		{
			Title: "母亲节的花", TitleEN: "Flowers for Mother's Day", Entrant: "龚雅琴", AgeBand: "adult", Medium: "drawing", aspect: 0.75,
			Statement: "女儿在路边采的，我把它画下来。",
			draw:      jarOfFlowers(0xb9d0d6, []uint32{0xe0567a, 0xf0a04a, 0x8a6fc0, 0xf2c84a, 0xd9483c}),
		},
		{
			Title: "田埂上的小花", TitleEN: "Small flowers from the field path", Entrant: "汪小满", AgeBand: "under-14", Medium: "drawing", aspect: 1,
			Statement: "不知道名字，但是很好看。",
			draw:      jarOfFlowers(0xe9d6b0, []uint32{0x4a7fc0, 0x7a9ad9, 0xf6f0e6, 0x9a8ad0, 0xf2c84a}),
		},
		{
			Title: "妈妈的怀抱", TitleEN: "In mother's arms", Entrant: "邹艺涵", AgeBand: "14-17", Medium: "drawing", aspect: 0.75,
			Statement: "社区宣传栏的招贴，画的是我和妈妈。",
			draw:      embrace(0x2f5f6a, 0xf2b65a, 0xd9584a, 0x2c2220, []uint32{0x6fa86a, 0x4a8a6a, 0x8fc07a}),
		},
		{
			Title: "新生", TitleEN: "New life", Entrant: "熊丽娜", AgeBand: "adult", Medium: "drawing", aspect: 1,
			Statement: "给妇产科走廊画的，希望等候的人安心。",
			draw:      embrace(0xf4e3d0, 0xf4a08a, 0x5a8a94, 0x4a2f28, []uint32{0x7fa58a, 0xa9c2a0, 0xe0b070}),
		},
		{
			Title: "书做的屋顶", TitleEN: "A roof made of a book", Entrant: "孟子轩", AgeBand: "14-17", Medium: "drawing", aspect: 0.75,
			Statement: "社区的绘本馆就是我们的第二个家。",
			draw:      bookRoof,
		},
	}
}

func oilWorks() []Work {
	return []Work{
		{
			Title: "收获的颜色", TitleEN: "The colour of harvest", Entrant: "秦保国", AgeBand: "adult", Medium: "drawing", aspect: 1.4,
			Statement: "麦浪里长大的人，画什么都是金色。",
			draw: oils(wheat(sky{
				air: evenRamp(0x3a6fa8, 0x86aecb, 0xf2d9a0), lit: hex(0xfff3da), shade: hex(0x93a6bf), cover: 0.55, scale: 1.6,
				sun: pt{0.2, 0.3}, halo: hex(0xffd78a), spread: 240,
			}, hex(0x4a6a4c), evenRamp(0x6a3f18, 0xc07a1e, 0xe9a83a, 0xffd46a), 0.46, true), 17, 0.11),
		},
		{
			Title: "向日葵与风", TitleEN: "Sunflowers and wind", Entrant: "侯佳怡", AgeBand: "14-17", Medium: "drawing", aspect: 0.8,
			Statement: "用刮刀和画笔画了两个星期。",
			draw: oils(sunflowers(sky{
				air: evenRamp(0x2f5f9a, 0x6fa8c4, 0xb9d6c4), lit: hex(0xf6f6e6), shade: hex(0x6f9ab8), cover: 0.6, scale: 1.5,
				sun: pt{0.2, 0.1}, halo: hex(0xfff0b8), spread: 180,
			}, hex(0x3f6a58), hex(0x2f6a3c), evenRamp(0xa8560f, 0xe8931c, 0xf9bd2a, 0xffe066), 0.3), 15, 0.13),
		},
		{
			Title: "瑞雪", TitleEN: "A good snow", Entrant: "万福生", AgeBand: "adult", Medium: "drawing", aspect: 1.333,
			Statement: "瑞雪兆丰年，明年蒜也好。",
			draw: oils(snowVillage(sky{
				air: evenRamp(0x56709c, 0x9aa9c0, 0xf0c9a0), lit: hex(0xfbe3c4), shade: hex(0x8494b0), cover: 0.5, scale: 1.4,
				sun: pt{0.25, 0.34}, halo: hex(0xffc98a), spread: 230,
			}, hex(0xe3eaf4), hex(0x3a3244)), 12, 0.1),
		},
		{
			Title: "梧桐大道", TitleEN: "The avenue of plane trees", Entrant: "江晓云", AgeBand: "adult", Medium: "drawing", aspect: 0.8,
			Statement: "推着婴儿车走过四季的路。",
			draw: oils(avenue(sky{
				air: evenRamp(0x7aa6c0, 0xc4dcd0, 0xf6ecc0), lit: hex(0xffffff), shade: hex(0xa9c0c4), cover: 0.3,
				sun: pt{0.7, 0.36}, halo: hex(0xffedb0), spread: 240,
			}, hex(0xb9a48c), hex(0x7a9a4a), evenRamp(0x23482c, 0x4f8a3c, 0x94bf4e, 0xdfe88a), false, false), 15, 0.12),
		},
		{
			Title: "窗边的牡丹", TitleEN: "Peonies by the window", Entrant: "史玉洁", AgeBand: "adult", Medium: "drawing", aspect: 0.8,
			Statement: "孩子睡了，才有时间画一会儿。",
			draw: oils(peonies(table{wall: hex(0x8fa89c), wallDark: hex(0x2f4440), wood: hex(0x8a5a3c), edge: 0.72, light: hex(0xfff0cf)},
				[]ramp{evenRamp(0xb08a4a, 0xf4e0b8, 0xfffaf0), evenRamp(0xa84a3c, 0xf09a84, 0xfde0d0), evenRamp(0x8a2a4a, 0xe07a9a, 0xfce0e4)}), 13, 0.12),
		},
		{
			Title: "江上渔火", TitleEN: "Fishing lights on the river", Entrant: "黎海波", AgeBand: "adult", Medium: "drawing", aspect: 1.5,
			Statement: "父亲的船灯，是我小时候的星星。",
			draw: oils(lakeDusk(sky{
				air: evenRamp(0x1f3a5c, 0x3f6f86, 0xd98a5a, 0xf6c070), lit: hex(0xf6b070), shade: hex(0x2f5068), cover: 0.5, scale: 1.5,
				sun: pt{0.3, 0.5}, disc: 12, halo: hex(0xff9d4a), spread: 220,
			}, hex(0x2f4658), 0.52, true, false), 16, 0.12),
		},
	}
}
