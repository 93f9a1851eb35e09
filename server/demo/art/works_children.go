package art

import "slices"

func childrens() []Work { return slices.Concat(atHome(), farAway()) }

// atHome is what children draw of their own days.
func atHome() []Work {
	return []Work{
		{
			Title: "我家的周末", TitleEN: "Our weekend", Entrant: "王梓涵", AgeBand: "under-14", Medium: "drawing", aspect: 1.4,
			Statement: "爸爸妈妈、我和弟弟，手拉手。",
			draw:      familyHands,
		},
		{
			Title: "彩虹幼儿园", TitleEN: "Rainbow kindergarten", Entrant: "李沐辰", AgeBand: "under-14", Medium: "drawing", aspect: 1.4,
			Statement: "我的幼儿园在彩虹下面，老师像妈妈。",
			draw:      rainbowGarten,
		},
		{
			Title: "我和小橘", TitleEN: "Ginger and me", Entrant: "张语桐", AgeBand: "under-14", Medium: "drawing", aspect: 1,
			Statement: "小橘是我的猫，它只听我一个人的话。",
			draw:      catAndMe,
		},
		{
			Title: "奶奶的饺子", TitleEN: "Grandma's dumplings", Entrant: "孙浩然", AgeBand: "under-14", Medium: "drawing", aspect: 1.333,
			Statement: "奶奶包的饺子像小船，我能吃二十个。",
			draw:      grandmaKitchen,
		},
		{
			Title: "六岁的生日", TitleEN: "Turning six", Entrant: "吴欣怡", AgeBand: "under-14", Medium: "drawing", aspect: 0.8,
			Statement: "三层的蛋糕是我想出来的，请全班小朋友吃。",
			draw:      birthdayCake,
		},
		{
			Title: "和爷爷收大蒜", TitleEN: "Harvesting garlic with grandpa", Entrant: "郑明轩", AgeBand: "under-14", Medium: "drawing", aspect: 1.333,
			Statement: "爷爷拔，我装车，手上都是蒜味。",
			draw:      garlicHarvest,
		},
		{
			Title: "弟弟来我家", TitleEN: "My little brother is here", Entrant: "冯思琪", AgeBand: "under-14", Medium: "drawing", aspect: 1,
			Statement: "弟弟只会睡觉，我给他唱歌。",
			draw:      babyBrother,
		},
		{
			Title: "下雪天的窗外", TitleEN: "Snow outside our window", Entrant: "田小禾", AgeBand: "under-14", Medium: "drawing", aspect: 1.25,
			Statement: "雪人戴着爸爸的帽子。",
			draw:      snowman,
		},
	}
}

// farAway is what they make up, print and tear.
func farAway() []Work {
	return []Work{
		{
			Title: "带弟弟去太空", TitleEN: "Taking my brother to space", Entrant: "陈宇航", AgeBand: "under-14", Medium: "drawing", aspect: 0.75,
			Statement: "火箭里只有两个座位，一个给弟弟。",
			draw:      spaceTrip,
		},
		{
			Title: "恐龙也有妈妈", TitleEN: "Dinosaurs have mothers too", Entrant: "刘一诺", AgeBand: "under-14", Medium: "drawing", aspect: 1.4,
			Statement: "小恐龙找到妈妈了。",
			draw:      dinosaurs,
		},
		{
			Title: "鱼塘里的团圆饭", TitleEN: "Family dinner in the fish pond", Entrant: "赵若溪", AgeBand: "under-14", Medium: "drawing", aspect: 1,
			Statement: "小鱼围成一圈吃饭，最大的是爷爷。",
			draw:      fishPond,
		},
		{
			Title: "坐校车去春游", TitleEN: "The bus to the spring outing", Entrant: "周子墨", AgeBand: "under-14", Medium: "drawing", aspect: 1.4,
			Statement: "我们四个好朋友坐在一起。",
			draw:      busTrip,
		},
		{
			Title: "月亮跟我回家", TitleEN: "The moon follows me home", Entrant: "马乐乐", AgeBand: "under-14", Medium: "drawing", aspect: 0.75,
			Statement: "我走它也走，我停它也停。",
			draw:      nightWithMoon,
		},
		{
			Title: "蝴蝶花园", TitleEN: "The butterfly garden", Entrant: "高雅静", AgeBand: "under-14", Medium: "drawing", aspect: 0.8,
			Statement: "春天的时候，蝴蝶比花还多。",
			draw:      butterflyGarden,
		},
		{
			Title: "全班的手印树", TitleEN: "Our class's handprint tree", Entrant: "葛天天", AgeBand: "under-14", Medium: "drawing", aspect: 0.8,
			Statement: "每个小朋友一只手，老师的手在树干上。",
			draw:      handTree,
		},
		{
			Title: "热气球旅行", TitleEN: "Travelling by balloon", Entrant: "米小苗", AgeBand: "under-14", Medium: "drawing", aspect: 1,
			Statement: "用旧杂志和彩纸撕的，不用剪刀。",
			draw:      tornBalloons,
		},
	}
}
