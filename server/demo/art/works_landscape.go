package art

func landscapes() []Work {
	return []Work{
		{
			Title: "云起羊山", TitleEN: "Clouds rise over Yangshan", Entrant: "周建国", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "清晨五点上山等云,孙子跟着我一起来的。",
			draw: misty(sky{air: evenRamp(0x4d6f94, 0x86a3bd, 0xd9d3cb, 0xf3d9bd), lit: hex(0xfff0dc), shade: hex(0x9fb0c2), cover: 0.35,
				sun: pt{0.68, 0.36}, disc: 15, halo: hex(0xffd9a8), spread: 260}, hex(0xa9b9c8), hex(0x1f3547), 6, 0.42, true),
		},
		{
			Title: "湖上晚归", TitleEN: "Home across the lake", Entrant: "孙秀兰", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "爷爷划了一辈子船,每天这个时候回家。",
			draw: lakeDusk(sky{air: evenRamp(0x2c3e66, 0x6a5d86, 0xd98c76, 0xf9c67f), lit: hex(0xffc98c), shade: hex(0x6b5478), cover: 0.45,
				sun: pt{0.66, 0.47}, disc: 13, halo: hex(0xffb35c), spread: 230}, hex(0x3c3f62), 0.55, true, true),
		},
		{
			Title: "高山梯田", TitleEN: "Terraces at first light", Entrant: "李梅", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "结婚旅行时拍的,想带孩子再去一次。",
			draw: terraces(sky{air: evenRamp(0x6b86a8, 0xb9c4cf, 0xf2d9b8), lit: hex(0xfff3dd), shade: hex(0xa7adb9), cover: 0.4,
				sun: pt{0.3, 0.2}, disc: 12, halo: hex(0xffdca0), spread: 220}, hex(0x3c4a2c), hex(0x6f8a3a), 13),
		},
		{
			Title: "蒜乡的早晨", TitleEN: "Morning in garlic country", Entrant: "王德山", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "天刚亮,露水还挂在蒜苗上。这块地养大了我们家三代人。",
			draw: garlicField(sky{air: evenRamp(0x5d86b0, 0xa8c3d3, 0xf6e3c4), lit: hex(0xfff4de), shade: hex(0xb3bccb), cover: 0.5, scale: 1.2,
				sun: pt{0.28, 0.36}, disc: 14, halo: hex(0xffdf9e), spread: 240}, hex(0x4a5d4c), hex(0x7a5a3f), hex(0x4f7a3a), hex(0xa9c75f), 0.44, 0.36, true),
		},
		{
			Title: "麦子黄了", TitleEN: "The wheat has turned", Entrant: "刘玉芬", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "麦收前一天,儿子第一次跟我下地。",
			draw: wheat(sky{air: evenRamp(0x4d8ac0, 0x9fc6dd, 0xf8e9c6), lit: hex(0xfffaf0), shade: hex(0xb9c4d2), cover: 0.48, scale: 1.3,
				sun: pt{0.74, 0.22}, halo: hex(0xffe6b0), spread: 200}, hex(0x5c7048), evenRamp(0x7a4f1c, 0xc58a2e, 0xeab955, 0xffe09a), 0.42, true),
		},
		{
			Title: "向着太阳长", TitleEN: "Growing towards the sun", Entrant: "陈晓燕", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "女儿说,向日葵和小朋友一样,要晒太阳。",
			draw: sunflowers(sky{air: evenRamp(0x3f7fbf, 0x8fc0e0, 0xe6eee6), lit: hex(0xffffff), shade: hex(0xb5c6d8), cover: 0.42,
				sun: pt{0.8, 0.14}, halo: hex(0xfff2c8), spread: 180}, hex(0x54704a), hex(0x3f6b2c), evenRamp(0xb8650f, 0xeda21c, 0xffc933, 0xffe26a), 0.4),
		},
		{
			Title: "回家的杨树路", TitleEN: "The poplar road home", Entrant: "赵海峰", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "每天接孩子放学都走这条路,秋天最好看。",
			draw: avenue(sky{air: evenRamp(0x86a9c4, 0xd7dccf, 0xfbe3b4), lit: hex(0xfff3dc), shade: hex(0xc4c3c0), cover: 0.3,
				sun: pt{0.3, 0.4}, halo: hex(0xffd98c), spread: 260}, hex(0xa28d75), hex(0x8c8443), evenRamp(0x5a3b12, 0xa9761b, 0xe3ae35, 0xffdf7a), true, true),
		},
		{
			Title: "灯笼巷的晚上", TitleEN: "Evening in lantern lane", Entrant: "马晓东", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "元宵节带女儿看灯,她数了一路。",
			draw: lane(sky{air: evenRamp(0x1d2a52, 0x3c4374, 0x9a6a80, 0xf0a878), lit: hex(0xd99a86), shade: hex(0x3a3a64), cover: 0.3,
				halo: hex(0xffb066), spread: 170}, hex(0x8f8277), hex(0x39404f), false),
		},
		{
			Title: "雪落老街", TitleEN: "Snow on the old street", Entrant: "高翔", AgeBand: "adult", Medium: "photo", aspect: 0.8,
			Statement: "下班路上遇到今年第一场雪,家家的灯都亮着。",
			draw: lane(sky{air: evenRamp(0x33446b, 0x58698f, 0x9aa3ba, 0xd9c3b0), lit: hex(0xb9bfd0), shade: hex(0x4c5a7c), cover: 0.6,
				halo: hex(0xffcf94), spread: 150}, hex(0x7d7f8a), hex(0x3a4152), true),
		},
		{
			Title: "老城门的灯", TitleEN: "Lights of the old gate", Entrant: "朱文斌", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "奶奶说她出嫁就是从这个门进来的。",
			draw: gateTower(sky{air: evenRamp(0x0f1a3d, 0x26335f, 0x6a5a80, 0xd68f6a), lit: hex(0xb07a80), shade: hex(0x262f58), cover: 0.3, scale: 1.4,
				sun: pt{0.5, 0.9}, halo: hex(0xffab5a), spread: 230}, hex(0x55504f), hex(0x2f3a44), true),
		},
		{
			Title: "万家灯火", TitleEN: "Every window an evening", Entrant: "林静", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "加完班抬头看,有一盏灯是等我的。",
			draw: nightWindows(sky{air: evenRamp(0x0d1636, 0x1f2c57, 0x3b4470), sun: pt{500, 900}, halo: hex(0x8a6a70), spread: 300},
				hex(0x3a4260), []uint32{0xffc66b, 0xffd89a, 0xf7a95a, 0xffe3b8, 0xbfd7e8}, 8, 5),
		},
		{
			Title: "和女儿看银河", TitleEN: "The Milky Way with my daughter", Entrant: "郑伟", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "她第一次看见银河,问我星星晚上住哪里。",
			draw:      starryNight(sky{air: evenRamp(0x070d26, 0x14224d, 0x2c4170, 0x6d7fa0), lit: hex(0xbfd0ff), halo: hex(0xe8b890)}, hex(0x05080f), false),
		},
		{
			Title: "大雪人家", TitleEN: "A village under snow", Entrant: "冯秀英", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "腊月回村,烟囱冒烟就是到家了。",
			draw: snowVillage(sky{air: evenRamp(0x4a5e8c, 0x8a97b8, 0xe3c3b4, 0xf7d9b4), lit: hex(0xf3dccb), shade: hex(0x7382a6), cover: 0.4,
				sun: pt{0.72, 0.36}, halo: hex(0xffd2a0), spread: 230}, hex(0xe6ecf6), hex(0x2e3448)),
		},
		{
			Title: "广场上的风筝", TitleEN: "Kites over the square", Entrant: "曹丽", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "春天的广场,大人孩子都抬着头。",
			draw: kitesOver(sky{air: evenRamp(0x3f8ccc, 0x86bfe2, 0xdcecec, 0xf7ecd2), lit: hex(0xffffff), shade: hex(0xb4c9dc), cover: 0.45, scale: 1.5,
				sun: pt{0.16, 0.12}, halo: hex(0xfff4d0), spread: 200}, hex(0xb9ad94), []uint32{0xe0432f, 0xf2a31f, 0x2f6fae, 0xf6d04a, 0xd9628a, 0x3f9a7a}),
		},
		{
			Title: "放学后的秋千", TitleEN: "The swing after school", Entrant: "杨帆", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "她说荡到最高就能看见幼儿园的屋顶。",
			draw: playground(sky{air: evenRamp(0x8a86a0, 0xe0ad86, 0xffd48a, 0xffe7b0), lit: hex(0xffe9c4), shade: hex(0xb08a86), cover: 0.3, scale: 1.4,
				sun: pt{0.64, 0.54}, disc: 17, halo: hex(0xffc763), spread: 330}, hex(0xb98a4c), hex(0x3a2318), true),
		},
		{
			Title: "坐在爸爸肩上", TitleEN: "On father's shoulders", Entrant: "胡敏", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "一家三口加一条狗,晚饭后的散步。",
			draw: silhouettes(sky{air: evenRamp(0x3a3f70, 0x94688a, 0xee8f6c, 0xffc874), lit: hex(0xffb780), shade: hex(0x6d5080), cover: 0.42, scale: 1.3,
				sun: pt{0.62, 0.68}, disc: 26, halo: hex(0xffb24d), spread: 280}, hex(0x1d1a26), onShoulders),
		},
		{
			Title: "爷爷奶奶的长椅", TitleEN: "The bench of my grandparents", Entrant: "徐佳", AgeBand: "14-17", Medium: "photo", aspect: 1.333,
			Statement: "五十年了,他们还坐同一张长椅。",
			draw: silhouettes(sky{air: evenRamp(0x5d86a6, 0xa9bfc0, 0xf6dca6, 0xfff0c0), lit: hex(0xfff3d6), shade: hex(0x93a2aa), cover: 0.38, scale: 1.6,
				sun: pt{0.3, 0.6}, disc: 20, halo: hex(0xffdd8a), spread: 300}, hex(0x221d1c), bench),
		},
	}
}
