package article

import "strings"

// placeList is where datelines most often come from: capitals and large
// cities, as news in several languages writes them. It is needed only for
// datelines in small letters without date and agency, which otherwise look
// like the beginning of a sentence.
const placeList = `Abidjan|Abu Dhabi|Abuja|Accra|Addis Ababa|Adelaide|Ahmedabad|Aleppo|Algiers|Alger|Almaty|Amman|Amsterdam|Ankara|Antalya|Antananarivo|Antwerp|Anvers|Ashgabat|Asmara|Astana|Asunción|Athens|Athen|Athènes|Atenas|Atene|Atlanta|Auckland|Baghdad|Bagdad|Baku|Bali|Bamako|Bandung|Bangkok|Bangui|Barcelona|Barcelone|Basel|Beijing|Peking|Pékin|Pekín|Pechino|Pequim|Beirut|Beyrouth|Belgrade|Belgrad|Bengaluru|Bangalore|Berlin|Berlim|Berlín|Berlino|Bern|Berne|Bhopal|Bhubaneswar|Birmingham|Bishkek|Bogotá|Bogota|Bologna|Bonn|Bordeaux|Boston|Brasília|Brasilia|Bratislava|Brazzaville|Bremen|Brisbane|Bristol|Brussels|Brussel|Bruxelles|Brüssel|Bruselas|Bucharest|Bukarest|Bucarest|București|Budapest|Buenos Aires|Bujumbura|Cairo|Kairo|Le Caire|El Cairo|Calgary|Canberra|Cape Town|Caracas|Cardiff|Casablanca|Chandigarh|Chennai|Chicago|Chişinău|Chisinau|Cologne|Köln|Colombo|Conakry|Copenhagen|Kopenhagen|København|Copenhague|Curitiba|Dakar|Dallas|Damascus|Damaskus|Damas|Dar es Salaam|Darwin|Davos|Dehradun|Delhi|Denver|Detroit|Dhaka|Djibouti|Doha|Donetsk|Dortmund|Dresden|Dubai|Dubái|Dublin|Durban|Dushanbe|Düsseldorf|Edinburgh|Erbil|Erfurt|Essen|Florence|Firenze|Frankfurt|Frankfurt/Main|Frankfurt am Main|Freetown|Gaborone|Gaza|Gaza City|Geneva|Genf|Genève|Ginebra|Ginevra|Glasgow|Gothenburg|Göteborg|Guatemala City|Guwahati|Guangzhou|Hague|The Hague|Den Haag|La Haye|La Haya|Hamburg|Hanoi|Hanover|Hannover|Harare|Havana|La Habana|Helsinki|Ho Chi Minh City|Hong Kong|Honolulu|Houston|Hyderabad|Islamabad|Istanbul|İstanbul|Izmir|Jaipur|Jakarta|Jerusalem|Jérusalem|Jerusalén|Gerusalemme|Johannesburg|Juba|Kabul|Kaboul|Kampala|Kano|Karachi|Kathmandu|Katmandou|Kharkiv|Khartoum|Kigali|Kingston|Kinshasa|Kochi|Kolkata|Kuala Lumpur|Kuwait City|Kyiv|Kiev|Kiew|Kyoto|La Paz|Lagos|Lahore|Lausanne|Leeds|Leipzig|Libreville|Lilongwe|Lima|Lisbon|Lissabon|Lisboa|Lisbonne|Liverpool|Ljubljana|Lomé|London|Londres|Londra|Los Angeles|Luanda|Lucknow|Lusaka|Luxembourg|Luxemburg|Lviv|Lyon|Madrid|Magdeburg|Mainz|Malé|Managua|Manama|Manchester|Manila|Maputo|Mariupol|Marseille|Melbourne|Mexico City|México|Ciudad de México|Miami|Milan|Milano|Mailand|Minneapolis|Minsk|Mogadishu|Monrovia|Montevideo|Montreal|Montréal|Moscow|Moskau|Moscou|Moscú|Mosca|Moskva|Mosul|Mumbai|Munich|München|Múnich|Muscat|Nairobi|Naples|Napoli|Nashville|New Delhi|Neu Delhi|Nueva Delhi|New York|Nueva York|Niamey|Nice|Nicosia|Nikosia|Nouakchott|Nur-Sultan|Odesa|Odessa|Osaka|Oslo|Ottawa|Ouagadougou|Palermo|Panama City|Paris|París|Parigi|Paramaribo|Patna|Perth|Philadelphia|Phnom Penh|Phoenix|Port Louis|Port Moresby|Port-au-Prince|Porto|Porto Alegre|Potsdam|Prague|Prag|Praga|Praha|Pretoria|Pristina|Pune|Pyongyang|Quebec City|Québec|Quito|Rabat|Ramallah|Ranchi|Rangoon|Rawalpindi|Recife|Reykjavik|Riga|Rio de Janeiro|Riyadh|Riad|Rom|Rome|Roma|Rostock|Rotterdam|Salvador|Salzburg|San Francisco|San José|San Juan|San Salvador|Sanaa|Santiago|Santo Domingo|São Paulo|Sarajevo|Seattle|Seoul|Séoul|Seúl|Shanghai|Shenzhen|Shimla|Singapore|Singapur|Skopje|Sofia|Srinagar|St. Petersburg|Stockholm|Strasbourg|Straßburg|Estrasburgo|Stuttgart|Surabaya|Suva|Sydney|Taipei|Tallinn|Tashkent|Tbilisi|Tiflis|Tegucigalpa|Tehran|Teheran|Téhéran|Teherán|Tel Aviv|Thiruvananthapuram|Thimphu|Tirana|Tokyo|Tokio|Toronto|Torino|Tripoli|Tunis|Turin|Ulaanbaatar|United Nations|Vaduz|Valencia|Valletta|Vancouver|Vatican City|Vatikanstadt|Venice|Vienna|Wien|Vienne|Viena|Vientiane|Vilnius|Warsaw|Warschau|Warszawa|Varsovie|Varsovia|Washington|Washington D.C.|Washington DC|Washington, DC|Wellington|Wiesbaden|Windhoek|Yangon|Yaoundé|Yerevan|Jerewan|Zagreb|Zürich|Zurich|Москва|Киев|Київ|Минск|Санкт-Петербург|Вашингтон|Пекин|Берлин|Париж|Лондон|Брюссель|Астана|Харків|Львів|Одеса|Донецк|Женева|Токио|Анкара|Тегеран|Wilmington|Chișinău|Kherson|Rafah|Jenin|Nablus|Lyman|Potosí|Nagpur|Surat|Indore|Kanpur|Vadodara|Visakhapatnam|Vijayawada|Coimbatore|Madurai|Mysuru|Mangaluru|Panaji|Jammu|Amritsar|Ludhiana|Agartala|Imphal|Shillong|Aizawl|Kohima|Gangtok|Itanagar|Raipur|Noida|Gurugram|Ghaziabad`

var places = func() map[string]bool {
	set := map[string]bool{}
	for _, p := range strings.Split(placeList, "|") {
		set[strings.ToLower(p)] = true
	}
	return set
}()

// knownPlace says whether a place, or its part before a comma or a slash, is
// one that datelines often come from.
func knownPlace(place string) bool {
	place = strings.ToLower(place)
	if places[place] {
		return true
	}
	first, _, _ := strings.Cut(place, ",")
	if places[first] {
		return true
	}
	first, _, _ = strings.Cut(first, "/")
	return places[strings.TrimSpace(first)]
}
