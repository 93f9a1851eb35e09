package art

// fields are the crops of the plain.
func fields() []Work {
	return []Work{
		{
			Title: "蒜乡的早晨", TitleEN: "Morning in garlic country", Entrant: "王德山", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "天刚亮，露水还挂在蒜苗上。这块地养大了我们家三代人。",
			draw: garlicField(sky{
				air: evenRamp(0x5d86b0, 0xa8c3d3, 0xf6e3c4), lit: hex(0xfff4de), shade: hex(0xb3bccb), cover: 0.5, scale: 1.2,
				sun: pt{0.28, 0.36}, disc: 14, halo: hex(0xffdf9e), spread: 240,
			}, hex(0x4a5d4c), hex(0x7a5a3f), hex(0x4f7a3a), hex(0xa9c75f), 0.44, 0.36, true),
		},
		{
			Title: "夕阳下的蒜苗", TitleEN: "Young garlic at sundown", Entrant: "毕玉梅", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "浇完水，孩子来地头喊我吃饭。",
			draw: garlicField(sky{
				air: evenRamp(0x37406e, 0x8f5f80, 0xf08e60, 0xffcb78), lit: hex(0xffb27a), shade: hex(0x644a74), cover: 0.5, scale: 1.5,
				sun: pt{0.5, 0.44}, disc: 20, halo: hex(0xffb75a), spread: 250,
			}, hex(0x3a3040), hex(0x5c3c34), hex(0x3f6238), hex(0xc9a850), 0.5, 0.5, true),
		},
		{
			Title: "麦子黄了", TitleEN: "The wheat has turned", Entrant: "刘玉芬", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "麦收前一天，儿子第一次跟我下地。",
			draw: wheat(sky{
				air: evenRamp(0x4d8ac0, 0x9fc6dd, 0xf8e9c6), lit: hex(0xfffaf0), shade: hex(0xb9c4d2), cover: 0.48, scale: 1.3,
				sun: pt{0.74, 0.22}, halo: hex(0xffe6b0), spread: 200,
			}, hex(0x5c7048), evenRamp(0x7a4f1c, 0xc58a2e, 0xeab955, 0xffe09a), 0.42, true),
		},
		{
			Title: "六月金", TitleEN: "Gold of June", Entrant: "郝志勇", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "麦香里，三代人的脚印。",
			draw: wheat(sky{
				air: evenRamp(0x8f4a3c, 0xe08a4a, 0xffc86a, 0xffe7a8), lit: hex(0xffd79a), shade: hex(0xa85f4a), cover: 0.35, scale: 1.5,
				sun: pt{0.3, 0.38}, disc: 24, halo: hex(0xffd070), spread: 280,
			}, hex(0x6a4630), evenRamp(0x5a300f, 0xb86a1a, 0xe89a34, 0xffd074), 0.48, false),
		},
		{
			Title: "向着太阳长", TitleEN: "Growing towards the sun", Entrant: "陈晓燕", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "女儿说，向日葵和小朋友一样，要晒太阳。",
			draw: sunflowers(sky{
				air: evenRamp(0x3f7fbf, 0x8fc0e0, 0xe6eee6), lit: hex(0xffffff), shade: hex(0xb5c6d8), cover: 0.42,
				sun: pt{0.8, 0.14}, halo: hex(0xfff2c8), spread: 180,
			}, hex(0x54704a), hex(0x3f6b2c), evenRamp(0xb8650f, 0xeda21c, 0xffc933, 0xffe26a), 0.4),
		},
		{
			Title: "傍晚的葵园", TitleEN: "The sunflower garden at evening", Entrant: "顾盼", AgeBand: "14-17", Medium: "photo", aspect: 1.5,
			Statement: "太阳下山了，它们还在等。",
			draw: sunflowers(sky{
				air: evenRamp(0x4a3f78, 0xb0628a, 0xf79a78, 0xffd79a), lit: hex(0xffc49a), shade: hex(0x7a5088), cover: 0.45, scale: 1.5,
				sun: pt{0.5, 0.36}, disc: 18, halo: hex(0xffc07a), spread: 260,
			}, hex(0x4a3a4c), hex(0x3a4f38), evenRamp(0x8f4410, 0xd9821c, 0xf7ab2f, 0xffd26a), 0.44),
		},
		{
			Title: "雨前的蒜田", TitleEN: "Garlic before the rain", Entrant: "王德水", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "云压过来了，抢在雨前浇完最后一垄。",
			draw: garlicField(sky{
				air: evenRamp(0x39475c, 0x66788a, 0xa9b4ac, 0xe0d3a8), lit: hex(0xb4bfc4), shade: hex(0x333f52), cover: 0.85, scale: 1.7,
				sun: pt{0.75, 0.4}, halo: hex(0xf2e2ac), spread: 190,
			}, hex(0x33463c), hex(0x4f3b2e), hex(0x2f6a40), hex(0x7fb860), 0.42, 0.64, false),
		},
	}
}

// roads are avenues through the year.
func roads() []Work {
	return []Work{
		{
			Title: "回家的杨树路", TitleEN: "The poplar road home", Entrant: "赵海峰", AgeBand: "adult", Medium: "photo", aspect: 0.75,
			Statement: "每天接孩子放学都走这条路，秋天最好看。",
			draw: avenue(sky{
				air: evenRamp(0x86a9c4, 0xd7dccf, 0xfbe3b4), lit: hex(0xfff3dc), shade: hex(0xc4c3c0), cover: 0.3,
				sun: pt{0.3, 0.4}, halo: hex(0xffd98c), spread: 260,
			}, hex(0xa28d75), hex(0x8c8443), evenRamp(0x5a3b12, 0xa9761b, 0xe3ae35, 0xffdf7a), true, true),
		},
		{
			Title: "银杏黄时", TitleEN: "When the ginkgos turn", Entrant: "闫丽", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "外孙女捡了一口袋叶子，说要寄给太阳。",
			draw: avenue(sky{
				air: evenRamp(0x5f93c0, 0xa9cbdc, 0xf0ead0), lit: hex(0xffffff), shade: hex(0xb4c6d4), cover: 0.35, scale: 1.4,
				sun: pt{0.66, 0.3}, halo: hex(0xfff0c0), spread: 220,
			}, hex(0xa89a8c), hex(0xc9a548), evenRamp(0x8a5a10, 0xd99a1c, 0xf7c433, 0xffe98a), false, true),
		},
		{
			Title: "雾里的白杨", TitleEN: "Poplars in the mist", Entrant: "柴文军", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "送孩子上早自习，路上只听见脚步声。",
			draw: avenue(sky{
				air: evenRamp(0xa9b8bc, 0xcdd4cf, 0xe9e6d6), lit: hex(0xf4f4ee), shade: hex(0xb4c0c2), cover: 0.3, scale: 1.8,
				sun: pt{0.45, 0.4}, halo: hex(0xf6efd8), spread: 320,
			}, hex(0x8f938c), hex(0x7f8a72), evenRamp(0x2f4440, 0x5a7a64, 0x8fae84, 0xcfdcb4), true, false),
		},
	}
}

// people are seen against the evening.
func people() []Work {
	return []Work{
		{
			Title: "放风筝的孩子", TitleEN: "Children with a kite", Entrant: "郁青", AgeBand: "adult", Medium: "photo", aspect: 0.8,
			Statement: "风来了，快跑！",
			draw: silhouettes(sky{
				air: evenRamp(0x3f8fc0, 0x8fc4d8, 0xf2e2b8, 0xffd9a0), lit: hex(0xfffaf0), shade: hex(0x8fb0c4), cover: 0.45, scale: 1.7,
				sun: pt{0.2, 0.66}, disc: 18, halo: hex(0xffe2a0), spread: 260,
			}, hex(0x22282c), runners),
		},
		{
			Title: "坐在爸爸肩上", TitleEN: "On father's shoulders", Entrant: "胡敏", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "一家三口加一条狗，晚饭后的散步。",
			draw: silhouettes(sky{
				air: evenRamp(0x3a3f70, 0x94688a, 0xee8f6c, 0xffc874), lit: hex(0xffb780), shade: hex(0x6d5080), cover: 0.42, scale: 1.3,
				sun: pt{0.62, 0.68}, disc: 26, halo: hex(0xffb24d), spread: 280,
			}, hex(0x1d1a26), onShoulders),
		},
		{
			Title: "爷爷奶奶的长椅", TitleEN: "The bench of my grandparents", Entrant: "徐佳", AgeBand: "14-17", Medium: "photo", aspect: 1.333,
			Statement: "五十年了，他们还坐同一张长椅。",
			draw: silhouettes(sky{
				air: evenRamp(0x5d86a6, 0xa9bfc0, 0xf6dca6, 0xfff0c0), lit: hex(0xfff3d6), shade: hex(0x93a2aa), cover: 0.38, scale: 1.6,
				sun: pt{0.3, 0.6}, disc: 20, halo: hex(0xffdd8a), spread: 300,
			}, hex(0x221d1c), bench),
		},
		{
			Title: "追着晚霞回家", TitleEN: "Racing the sunset home", Entrant: "聂荣", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "后座上的她，总说再骑快一点。",
			draw: silhouettes(sky{
				air: evenRamp(0x2f4a78, 0x7f7aa0, 0xf0a078, 0xffdc98), lit: hex(0xffc8a0), shade: hex(0x60648c), cover: 0.5, scale: 1.6,
				sun: pt{0.72, 0.62}, disc: 24, halo: hex(0xffc070), spread: 270,
			}, hex(0x1c1c2a), bicycle),
		},
		{
			Title: "大树下的故事", TitleEN: "Stories under the old tree", Entrant: "滕子豪", AgeBand: "14-17", Medium: "photo", aspect: 1.25,
			Statement: "牛郎织女讲了一百遍，他们还要听。",
			draw: silhouettes(sky{
				air: evenRamp(0x16264c, 0x2f4a7a, 0x7a86a0, 0xe8b48a), lit: hex(0xb4b8cc), shade: hex(0x2f4470), cover: 0.3, scale: 1.6,
				sun: pt{0.72, 0.26}, disc: 30, halo: hex(0xfff0cc), spread: 120,
			}, hex(0x0c1220), storyTime),
		},
	}
}

// play is squares and playgrounds.
func play() []Work {
	return []Work{
		{
			Title: "广场上的风筝", TitleEN: "Kites over the square", Entrant: "曹丽", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "春天的广场，大人孩子都抬着头。",
			draw: kitesOver(sky{
				air: evenRamp(0x3f8ccc, 0x86bfe2, 0xdcecec, 0xf7ecd2), lit: hex(0xffffff), shade: hex(0xb4c9dc), cover: 0.45, scale: 1.5,
				sun: pt{0.16, 0.12}, halo: hex(0xfff4d0), spread: 200,
			}, hex(0xb9ad94), []uint32{0xe0432f, 0xf2a31f, 0x2f6fae, 0xf6d04a, 0xd9628a, 0x3f9a7a}),
		},
		{
			Title: "放学后的秋千", TitleEN: "The swing after school", Entrant: "杨帆", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "她说荡到最高就能看见幼儿园的屋顶。",
			draw: playground(sky{
				air: evenRamp(0x8a86a0, 0xe0ad86, 0xffd48a, 0xffe7b0), lit: hex(0xffe9c4), shade: hex(0xb08a86), cover: 0.3, scale: 1.4,
				sun: pt{0.64, 0.54}, disc: 17, halo: hex(0xffc763), spread: 330,
			}, hex(0xb98a4c), hex(0x3a2318), true),
		},
		{
			Title: "满天风筝", TitleEN: "A sky full of kites", Entrant: "戴明", AgeBand: "adult", Medium: "photo", aspect: 1.5,
			Statement: "风筝节那天，儿子第一次放飞成功。",
			draw: kitesOver(sky{
				air: evenRamp(0x5a78b8, 0xa4a8d0, 0xf0c4b0, 0xffe0b4), lit: hex(0xffead4), shade: hex(0x9a9cc0), cover: 0.5, scale: 1.8,
				sun: pt{0.8, 0.6}, disc: 16, halo: hex(0xffd49a), spread: 240,
			}, hex(0xa8927c), []uint32{0xd8332f, 0xf29a2f, 0x2f5fa0, 0xf2c84a, 0xb84a86, 0x2f8a7a}),
		},
		{
			Title: "晨光里的小操场", TitleEN: "The little playground in morning light", Entrant: "符慧", AgeBand: "adult", Medium: "photo", aspect: 1,
			Statement: "社区新修的小操场，最早到的总是他。",
			draw: playground(sky{
				air: evenRamp(0x7fb0c4, 0xbfd6cc, 0xf4e6bc, 0xfff0c8), lit: hex(0xffffff), shade: hex(0xa4bfc4), cover: 0.4, scale: 1.5,
				sun: pt{0.24, 0.42}, disc: 15, halo: hex(0xffeeb4), spread: 280,
			}, hex(0x8fa35c), hex(0x22382f), false),
		},
	}
}
