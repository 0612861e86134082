package news

import "strings"

// trackingNames are the query parameters, in lower case, that publishers,
// networks and mailers add to count readers. None of them chooses what a page
// shows.
var trackingNames = wordSet(`
	fbclid fb_action_ids fb_action_types fb_ref fb_source action_object_map
	action_type_map action_ref_map gclid gclsrc dclid gbraid wbraid gad_source
	gad_campaignid srsltid msclkid yclid ysclid ymclid twclid ttclid li_fat_id
	epik rdt_cid sccid wickedid irclickid irgwc cjevent awc dicbo obclid
	igshid igsh mibextid extid rtid mkt_tok mkwid pcrid
	mc_cid mc_eid _ke _kx klaviyo_id ml_subscriber ml_subscriber_hash
	ck_subscriber_id sendgrid_id bsft_clkid bsft_eid bsft_mid bsft_uid
	bsft_aaid bsft_ek et_rid nl_art nlid nl_subscriber_id
	_ga _gl _gac _branch_match_id _branch_referrer __twitter_impression
	twitter_impression __s __hssc __hstc __hsfp hsctatracking
	xtor at_medium at_campaign at_campaign_type at_link_id at_link_origin
	at_link_type at_format at_ptr_name at_bbc_team at_content at_creation
	at_custom1 at_custom2 at_custom3 at_custom4 at_variant
	wt_mc wt_zmc wt.mc_id wt.mc_ev wt.mc_t wt.rss_f wt.rss_a wt.rss_ev wt.nav
	wt.z_author wt.tsrc
	ocid cmp cmpid cmp_id cmpcode icid ncid s_cid s_kwcid intcmp intcid
	int_source int_medium int_campaign itm_source itm_medium itm_campaign
	itm_content itm_term ito dlvrit sref smid smtyp smprod emc
	feedtype feedname virtualbrandchannel videochannel traffic_source
	traffic_medium soc_src soc_trk soc_srch sr_share sr_share_id
	guccounter guce_referrer guce_referrer_sig tsrc leadsource taid
	ftag ftcamp spm scm spmid_from spm_id_from wprov trk trkcampaign
	trackingid referringsource social_network rss_source
	sharetype sharefrom share_from shareid share_id share_token share_source
	_openstat openstat maca reflink xing_share
	yptr vgo_ee zanpid redircnt jsessionid phpsessid
	fsrc ns_mchannel ns_source ns_campaign ns_linkname ns_fee
	cx_artpos cx_testid cx_testvariant cx_recswidget cx_recsorder
	recip_id para_id stm_medium stm_source amp ampf amp_js_v
	usqp ampshare
`)

// trackingFamilies are the beginnings, in lower case, of parameter names that
// belong to one way of counting.
var trackingFamilies = []string{
	"utm_", "utm-", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "_hs", "oly_",
	"vero_", "gaa_", "fb_comment", "stm_", "cx_rec", "wt.mc", "wt.rss", "amp_",
	"asc_", "__hs", "sc_c", "ga_", "guce_",
}

// channelNames are parameters that mean something on some sites. They count
// readers only where their value names the way the reader came.
var channelNames = wordSet(`
	ref referrer referer source src from via partner mod share feature origin
	medium channel campaign campaign_id s r cid sh tid dest utm
	link_source link_location mbid cmpname refsrc ref_src ref_source ref_url
`)

// channels are those ways, in lower case.
var channels = wordSet(`
	rss rss1 rss2 rssfeed rss-feed rss_feed feed feeds newsletter
	email mail e-mail mailing twitter tw twitter.com x fb facebook
	facebook.com whatsapp telegram linkedin reddit pinterest instagram
	youtube youtu.be youtu social socialmedia share sharebutton copy
	copylink clipboard googlenews google_news google news_google flipboard
	applenews apple_news pocket smartnews newsbreak push homepage 09
	twsrc^tfw feedburner dlvr.it hootsuite buffer sns mobileshare
`)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// tracking says whether a query parameter only counts readers.
func tracking(name, value string) bool {
	name, value = strings.ToLower(name), strings.ToLower(value)
	if trackingNames[name] || name == "outputtype" && value == "amp" {
		return true
	}
	for _, family := range trackingFamilies {
		if strings.HasPrefix(name, family) {
			return true
		}
	}
	if !channelNames[name] {
		return false
	}
	return channels[value] || strings.HasPrefix(value, "rss") ||
		strings.HasPrefix(value, "twsrc") || strings.HasPrefix(value, "ln_")
}
