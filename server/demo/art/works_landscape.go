package art

import "slices"

func landscapes() []Work {
	return slices.Concat(hills(), towns(), nights(), fields(), roads(), people(), play())
}

// hills are mountains, terraces and lakes.
func hills() []Work {
	return []Work{
		{
			Title: "云起羊山", TitleEN: "Clouds rise over Yangshan", Entrant: "周建国", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "清晨五点上山等云，孙子跟着我一起来的。",
			draw: misty(sky{
				air: evenRamp(0x4d6f94, 0x86a3bd, 0xd9d3cb, 0xf3d9bd), lit: hex(0xfff0dc), shade: hex(0x9fb0c2), cover: 0.35,
				sun: pt{0.68, 0.36}, disc: 15, halo: hex(0xffd9a8), spread: 260,
			}, hex(0xa9b9c8), hex(0x1f3547), 6, 0.42, true),
		},
		{
			Title: "春山新绿", TitleEN: "Spring green on the mountains", Entrant: "万小芸", AgeBand: "14-17", Medium: "photo", aspect: 1.333,
			Statement: "清明回老家，雾还没有散。",
			draw: misty(sky{
				air: evenRamp(0x9fc3c9, 0xcfe0d6, 0xeef0d8), lit: hex(0xffffff), shade: hex(0xb4cbc8), cover: 0.5, scale: 2,
				sun: pt{0.24, 0.2}, halo: hex(0xfdf6cf), spread: 260,
			}, hex(0xb3cdb4), hex(0x23402f), 7, 0.34, true),
		},
		{
			Title: "湖上晚归", TitleEN: "Home across the lake", Entrant: "孙秀兰", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "爷爷划了一辈子船，每天这个时候回家。",
			draw: lakeDusk(sky{
				air: evenRamp(0x2c3e66, 0x6a5d86, 0xd98c76, 0xf9c67f), lit: hex(0xffc98c), shade: hex(0x6b5478), cover: 0.45,
				sun: pt{0.66, 0.47}, disc: 13, halo: hex(0xffb35c), spread: 230,
			}, hex(0x3c3f62), 0.55, true, true),
		},
		{
			Title: "湖边的早晨", TitleEN: "Morning by the lake", Entrant: "洪丽萍", AgeBand: "adult", Medium: "photo", aspect: 0.8,
			Statement: "六点的湖，只有我和一只水鸟。",
			draw: lakeDusk(sky{
				air: evenRamp(0x6d9fb8, 0xa9cad0, 0xe9dcc4, 0xf6d9b0), lit: hex(0xfff4e0), shade: hex(0x93b0bb), cover: 0.4, scale: 1.6,
				sun: pt{0.6, 0.4}, disc: 12, halo: hex(0xffe6b4), spread: 240,
			}, hex(0x4f7478), 0.5, false, true),
		},
		{
			Title: "高山梯田", TitleEN: "Terraces at first light", Entrant: "李梅", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "结婚旅行时拍的，想带孩子再去一次。",
			draw: terraces(sky{
				air: evenRamp(0x6b86a8, 0xb9c4cf, 0xf2d9b8), lit: hex(0xfff3dd), shade: hex(0xa7adb9), cover: 0.4,
				sun: pt{0.3, 0.2}, disc: 12, halo: hex(0xffdca0), spread: 220,
			}, hex(0x3c4a2c), hex(0x6f8a3a), 13),
		},
		{
			Title: "渔舟唱晚", TitleEN: "Boats at day's end", Entrant: "龙大江", AgeBand: "adult", Medium: "photo", aspect: 1.778,
			Statement: "退休了，每天到湖边等这一刻。",
			draw: lakeDusk(sky{
				air: evenRamp(0x26223f, 0x5a3350, 0xb84a3c, 0xf79a4a), lit: hex(0xf08a54), shade: hex(0x43284a), cover: 0.55, scale: 1.7,
				sun: pt{0.28, 0.52}, disc: 22, halo: hex(0xff8a3a), spread: 260,
			}, hex(0x33243a), 0.6, true, false),
		},
		{
			Title: "梯田映晚霞", TitleEN: "Terraces hold the sunset", Entrant: "覃秀", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "一块田一个颜色，女儿说是调色盘。",
			draw: terraces(sky{
				air: evenRamp(0x39406e, 0x9a6488, 0xf0946c, 0xffcf8a), lit: hex(0xffb98a), shade: hex(0x6a5280), cover: 0.45, scale: 1.5,
				sun: pt{0.7, 0.18}, disc: 14, halo: hex(0xffb868), spread: 240,
			}, hex(0x2a2432), hex(0x6a5a48), 15),
		},
		{
			Title: "晚霞里的山", TitleEN: "Hills in the afterglow", Entrant: "毛建设", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "爬到山顶，孩子说天空像橘子汽水。",
			draw: misty(sky{
				air: evenRamp(0x3b2f5e, 0x8e4a72, 0xe5785a, 0xffc27a), lit: hex(0xffa46c), shade: hex(0x6a3f6c), cover: 0.42, scale: 1.4,
				sun: pt{0.4, 0.4}, disc: 20, halo: hex(0xffb45a), spread: 260,
			}, hex(0xc9808a), hex(0x2c1c3a), 6, 0.44, false),
		},
	}
}

// towns are streets, gates and villages.
func towns() []Work {
	return []Work{
		{
			Title: "灯笼巷的晚上", TitleEN: "Evening in lantern lane", Entrant: "马晓东", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "元宵节带女儿看灯，她数了一路。",
			draw: lane(sky{
				air: evenRamp(0x1d2a52, 0x3c4374, 0x9a6a80, 0xf0a878), lit: hex(0xd99a86), shade: hex(0x3a3a64), cover: 0.3,
				halo: hex(0xffb066), spread: 170,
			}, hex(0x8f8277), hex(0x39404f), false),
		},
		{
			Title: "老城门的灯", TitleEN: "Lights of the old gate", Entrant: "朱文斌", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "奶奶说她出嫁就是从这个门进来的。",
			draw: gateTower(sky{
				air: evenRamp(0x0f1a3d, 0x26335f, 0x6a5a80, 0xd68f6a), lit: hex(0xb07a80), shade: hex(0x262f58), cover: 0.3, scale: 1.4,
				sun: pt{0.5, 0.9}, halo: hex(0xffab5a), spread: 230,
			}, hex(0x55504f), hex(0x2f3a44), true),
		},
		{
			Title: "古城的清晨", TitleEN: "The old gate at daybreak", Entrant: "金国栋", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "晨练的人、上学的人，都从这里过。",
			draw: gateTower(sky{
				air: evenRamp(0x7fa3c4, 0xc4d2d6, 0xf7dfb6, 0xffe6b8), lit: hex(0xfff0d8), shade: hex(0xa4b2c4), cover: 0.45, scale: 1.5,
				sun: pt{0.5, 0.86}, halo: hex(0xffe0a4), spread: 260,
			}, hex(0x8f8478), hex(0x4a5a5c), false),
		},
		{
			Title: "大雪人家", TitleEN: "A village under snow", Entrant: "冯秀英", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "腊月回村，烟囱冒烟就是到家了。",
			draw: snowVillage(sky{
				air: evenRamp(0x4a5e8c, 0x8a97b8, 0xe3c3b4, 0xf7d9b4), lit: hex(0xf3dccb), shade: hex(0x7382a6), cover: 0.4,
				sun: pt{0.72, 0.36}, halo: hex(0xffd2a0), spread: 230,
			}, hex(0xe6ecf6), hex(0x2e3448)),
		},
		{
			Title: "雪后初晴", TitleEN: "Clear after the snow", Entrant: "葛冬梅", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "堆雪人的孩子回家吃饭了。",
			draw: snowVillage(sky{
				air: evenRamp(0x3f7ab8, 0x8fb8dc, 0xd9e6ee), lit: hex(0xffffff), shade: hex(0xa8c0da), cover: 0.35, scale: 1.4,
				sun: pt{0.8, 0.14}, halo: hex(0xfff6dc), spread: 200,
			}, hex(0xf1f6fc), hex(0x37405c)),
		},
		{
			Title: "雪落老街", TitleEN: "Snow on the old street", Entrant: "高翔", AgeBand: "adult", Medium: "photo", aspect: 0.8,
			Statement: "下班路上遇到今年第一场雪，家家的灯都亮着。",
			draw: lane(sky{
				air: evenRamp(0x33446b, 0x58698f, 0x9aa3ba, 0xd9c3b0), lit: hex(0xb9bfd0), shade: hex(0x4c5a7c), cover: 0.6,
				halo: hex(0xffcf94), spread: 150,
			}, hex(0x7d7f8a), hex(0x3a4152), true),
		},
	}
}

// nights are stars and lit windows.
func nights() []Work {
	return []Work{
		{
			Title: "山村的星夜", TitleEN: "A starry night in the village", Entrant: "倪小川", AgeBand: "14-17", Medium: "photo", aspect: 1.5,
			Statement: "停电的晚上，奶奶搬出竹椅讲故事。",
			draw:      starryNight(sky{air: evenRamp(0x0a0d24, 0x232052, 0x584070, 0xb87a70), lit: hex(0xe0c8ff), halo: hex(0xffb070)}, hex(0x07060c), true),
		},
		{
			Title: "和女儿看银河", TitleEN: "The Milky Way with my daughter", Entrant: "郑伟", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "她第一次看见银河，问我星星晚上住哪里。",
			draw:      starryNight(sky{air: evenRamp(0x070d26, 0x14224d, 0x2c4170, 0x6d7fa0), lit: hex(0xbfd0ff), halo: hex(0xe8b890)}, hex(0x05080f), false),
		},
		{
			Title: "除夕的窗", TitleEN: "Windows on New Year's Eve", Entrant: "鲁敏", AgeBand: "adult", Medium: "photo", aspect: 1.4,
			Statement: "数一数，有多少家正在包饺子。",
			draw: nightWindows(sky{air: evenRamp(0x1a1030, 0x38204a, 0x6a3a4c), sun: pt{500, 500}, halo: hex(0xa85a4c), spread: 300},
				hex(0x4a3440), []uint32{0xffb24a, 0xff8f4a, 0xffd07a, 0xff6f4a, 0xffe6b0}, 5, 7),
		},
		{
			Title: "万家灯火", TitleEN: "Every window an evening", Entrant: "林静", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "加完班抬头看，有一盏灯是等我的。",
			draw: nightWindows(sky{air: evenRamp(0x0d1636, 0x1f2c57, 0x3b4470), sun: pt{500, 900}, halo: hex(0x8a6a70), spread: 300},
				hex(0x3a4260), []uint32{0xffc66b, 0xffd89a, 0xf7a95a, 0xffe3b8, 0xbfd7e8}, 8, 5),
		},
	}
}
