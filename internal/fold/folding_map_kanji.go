package fold

// kanjiOld lists the kanji that fold to another one, in the order of Unicode;
// kanjiNew lists at the same index the kanji they fold to. The tables contain only
// forms of the same word: 斎 and 斉, 沢 and 択 stay different. Sources:
//
//   - 常用漢字表 (内閣告示 2010): the forms in parentheses, 亞 for 亜, and so on to
//     龜. All of them that NFKC does not replace, 301, three of them for 弁.
//   - 表外漢字字体表 (国語審議会 2000): the printed standard for the 簡易慣用字体:
//     啞 嚙 屛 幷 彎 搔 攪 枡 濾 禱 穎 繡 蔣 蘆 蠟 醬 鷗 鹼 麴.
//   - JIS X 0208 as printed until 2004, JIS X 0213 after it: 俠 俱 剝 吞 噓 囊 塡 姸
//     摑 潑 瀆 焰 簞 籠 繫 萊 藪 蟬 蠅 軀 醱 頰 顚 驒 鶯.
//   - 人名用漢字別表 (戸籍法施行規則 別表第二), variants of each other: 亙 凜 堯 巖 晄
//     晉 槇 檜 瑤 祿 禰 穰 萠 遙.
//   - One character in JIS, two in Unicode, to one of which a radical may lead
//     (⼾ 戶, ⾭ 靑): 內 吳 吿 娛 尙 彥 悅 戶 敎 歲 沒 淸 產 稅 絕 聰 脫 舍 舖 說 輛 銳 閱
//     隸 靑 顏 飮 餠 龟.
//   - Names of people and places that are written both ways (戸籍統一文字):
//     髙 嵜 邉 濵 舘 嶋 嶌 冨 峯. People who look for the morning market write 舘鼻 or 館鼻.
const kanjiOld = "" +
	"乘亂亙亞佛來俠俱倂假傳僞價儉兒內兩冨凜剝剩劍劑勞勳勵勸區卷卽參吞吳吿啞單噓嚙嚴囊" +
	"囑圈國圍圓圖團堯塡增墮壓壘壞壤壯壹壽奧奬姸娛孃學寢實寫寬寶將專對尙屆屛屬峯峽嵜嶋" +
	"嶌嶽巖巢帶幷廢廣廳彈彌彎彥徑從徵德恆悅惠惡惱愼慘應懷戀戰戲戶戾拂拔拜挾插揭搔搖搜" +
	"摑擇擊擔據擧擴攝攪收效敍敎敕數斷晄晉晚晝曆曉曾會枡條棧榮槇槪樂樓樞樣橫檜檢櫻權歐" +
	"歡步歲歷歸殘殼毆每氣沒涉淚淨淸淺渴溪溫滯滿潑潛澁澤濕濟濱濵濾瀆瀧瀨灣焰燈燒營爐爭" +
	"爲犧狀狹獨獵獸獻瑤瓣甁產畫當疊瘦癡發盜盡眞硏碎祕祿禪禮禰禱稅稱稻穎穗穩穰竊竝簞籠" +
	"粹絕絲經綠緖緣縣縱總繡繩繪繫繼續纖缺罐聰聲聽肅脫腦膽臟臺與舊舍舖舘艷莊莖萊萠萬蔣" +
	"薰藏藝藥藪蘆處虛號螢蟬蟲蠅蠟蠶蠻衞裝襃覺覽觀觸說謠證譯譽讀變讓豐豫貳賣賴贊踐軀輕" +
	"輛轉辨辭辯遙遞遲邉邊郞鄕醉醫醬醱釀釋銳錄錢鍊鎭鐵鑄鑛閱關陷隨險隱隸雙雜霸靈靑靜頰" +
	"顏顚顯飜飮餘餠騷驅驒驗驛髓體髙髮鬭鶯鷄鷗鹼鹽麥麴麵黃黑默點黨齊齋齒齡龍龜龟"

// kanjiNew: see kanjiOld.
const kanjiNew = "" +
	"乗乱亘亜仏来侠倶併仮伝偽価倹児内両富凛剥剰剣剤労勲励勧区巻即参呑呉告唖単嘘噛厳嚢" +
	"嘱圏国囲円図団尭填増堕圧塁壊壌壮壱寿奥奨妍娯嬢学寝実写寛宝将専対尚届屏属峰峡崎島" +
	"島岳巌巣帯并廃広庁弾弥弯彦径従徴徳恒悦恵悪悩慎惨応懐恋戦戯戸戻払抜拝挟挿掲掻揺捜" +
	"掴択撃担拠挙拡摂撹収効叙教勅数断晃晋晩昼暦暁曽会桝条桟栄槙概楽楼枢様横桧検桜権欧" +
	"歓歩歳歴帰残殻殴毎気没渉涙浄清浅渇渓温滞満溌潜渋沢湿済浜浜沪涜滝瀬湾焔灯焼営炉争" +
	"為犠状狭独猟獣献瑶弁瓶産画当畳痩痴発盗尽真研砕秘禄禅礼祢祷税称稲頴穂穏穣窃並箪篭" +
	"粋絶糸経緑緒縁県縦総繍縄絵繋継続繊欠缶聡声聴粛脱脳胆臓台与旧舎舗館艶荘茎莱萌万蒋" +
	"薫蔵芸薬薮芦処虚号蛍蝉虫蝿蝋蚕蛮衛装褒覚覧観触説謡証訳誉読変譲豊予弐売頼賛践躯軽" +
	"輌転弁辞弁遥逓遅辺辺郎郷酔医醤醗醸釈鋭録銭錬鎮鉄鋳鉱閲関陥随険隠隷双雑覇霊青静頬" +
	"顔顛顕翻飲余餅騒駆騨験駅髄体高髪闘鴬鶏鴎鹸塩麦麹麺黄黒黙点党斉斎歯齢竜亀亀"

// wide is the size in bytes of every character in the tables.
const wide = 3

// kanji returns the kanji that r folds to. It is a binary search in constant
// tables, which need no initialisation and no memory, without branches that the
// processor would have to predict.
func kanji(r rune) rune {
	first, left := 0, len(kanjiOld)/wide
	for left > 1 {
		half := left / 2
		if at(kanjiOld, first+half) <= r {
			first += half
		}
		left -= half
	}
	if at(kanjiOld, first) == r {
		return at(kanjiNew, first)
	}
	return r
}

// at returns the i-th character of a table.
func at(table string, i int) rune {
	c := table[i*wide : i*wide+wide]
	return rune(c[0]&0x0F)<<12 | rune(c[1]&0x3F)<<6 | rune(c[2]&0x3F)
}
