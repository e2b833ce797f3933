// @ts-check
/** Every word of finding: search, results, failures. Words of applying are in `words_apply.js`. */
import { dayOf, daysBetween, grouped, sumText } from "./figures.js";

export const FAILURES = {
  offline: "网络好像断开了。连上网络以后，请再试一次。",
  timeout: "等了很久还没有结果，可能是网络太慢。请再试一次。",
  network: "暂时连不上服务。请看看网络，再试一次。",
  signed_out: "登录已经过期，请重新登录。",
  rejected: "没能办成，请核对以后再试。",
  server: "系统出了点问题，不是您的操作有误。请过一会儿再试。",
};

/** @param {number} seconds */
export const waitText = (seconds) =>
  seconds ? `操作有点快，请等${seconds}秒再试。` : "操作有点快，请等一会儿再试。";

export const FIND = {
  title: "政策找企",
  suggestionsLabel: "名称相近的企业",
  empty: "请先写下企业名称，或者 18 位统一社会信用代码。",
  searching: "正在对照政策，请稍等",
  stillSearching: "还在对照，请再等一下",
  former: "曾用名：",
  retry: "再试一次",
  hotline: "也可以拨打",
  choose: "找到几家名称相近的企业，您要看哪一家？",
  notFound: "没有找到这家企业",
  tips: [
    "照营业执照写名称，写一部分也可以，例如“榛柏熙鞋业”。",
    "写 18 位统一社会信用代码，最准。",
    "刚改过名的，写旧名称也能找到。",
    "本系统只有示例企业；刚登记的企业可能还没有收录。",
  ],
};

/** @param {number} count */
export const foundText = (count) =>
  count === 0 ? "没有名称相近的企业" : `找到 ${count} 家名称相近的企业，按上下键选，按回车看结果`;

export const RESULT = {
  totalPublic: "按公开信息，现在可以领",
  totalOwn: "按企业完整信息，现在可以领",
  openTotal: "登录后才能算",
  howCounted: "这个数是怎么算的",
  publicNote: "现在只按公开信息计算，不含营业收入、纳税等内部数据。",
  publicMore: "本企业工作人员登录以后，能看到更多、更准的结果。",
  signIn: "企业登录",
  matches: "可以领的",
  near: "差一点就能领的",
  unknown: "补上数据才能算的",
  review: "要由工作人员核对的",
  nothing: "现在没有查到能直接领的补贴。",
  nothingMore: "可以看看下面差一点就能领的，或者补上数据再算一次。",
  nothingAtAll: "今天在执行的政策里，没有查到和这家企业对得上的。政策更新以后可以再来看。",
  filter: "筛选",
  filteredOut: "这样筛选以后没有了。",
  clearFilter: "看全部",
  all: "全部",
  mode: "怎么领",
  level: "哪一级",
  kind: "给什么",
  money: "给钱的",
  service: "给服务的",
  export: "导出表格",
  exporting: "正在导出…",
  exported: "已导出，请到“下载”里找。",
  share: "分享",
  copied: "网址已复制，可以粘贴发给别人。",
  copyFailed: "没能复制，请从浏览器地址栏复制网址。",
  print: "打印",
  other: "换一家企业",
  why: "为什么能领",
  details: "看材料和政策原文",
  documents: "要交的材料",
  noDocuments: "不用交材料",
  deadline: "截止",
  noDeadline: "没有写截止日期，请先打电话问清楚",
  source: "政策出处",
  open: "打开政策文件",
  unquoted: "这一条没有摘出原文，请打开政策文件看。",
  inKind: "不给钱，给服务",
  unknownAward: "金额另定",
  needsData: "需补数据",
  review_tag: "需人工核对",
  closed: "申报期已过，请留意下一次申报通知。",
  nearHint: "这些条件企业自己能改善。能领得多、差得少的排在前面。",
  unknownHint: "系统里没有这些数据，或者不登录看不到，不能乱猜。",
  oneIsEnough: "下面有一项做到就行：",
  allFacts: "企业信息和数据来源",
  ifMet: "达到以后可以领",
  reviewText: "政策里有要由人判断的条件，请打电话问主管部门，不要只看这里。",
  needsText: "要有这些数据才能判断：",
  signInToFill: "登录后按企业自己的数据再算",
};

/** How each way to be paid is said in one sentence. @type {Record<string, string>} */
export const MODES = {
  免申即享: "不用申请，部门核对名单以后直接拨付",
  即申即享: "网上点一下就申请，当即受理",
  申报: "要填申报表、交材料",
};

/** @type {Record<string, string>} */
export const APPLY_LABELS = { 即申即享: "一键领取", 申报: "去申报" };

/** @param {number} counted @param {number} all */
export const countText = (counted, all) =>
  counted === all ? `共 ${all} 项` : `共 ${all} 项，其中 ${counted} 项计入总额`;

/** @param {number} total */
export const exactText = (total) => `合计 ${grouped(total)} 元`;

/** @param {string} other */
export const excludedText = (other) =>
  other ? `和“${other}”只能选一项，已选高的那项，这项不计入总额` : "和另一项只能选一项，这项不计入总额";

export const TOTAL_RULES = [
  "把能领的每一项奖补加起来；给服务的不算钱。",
  "政策写明“就高不重复”的，同一组里只算最高的一项。",
  "最后拨付多少，以主管部门审核为准。",
];

/** @param {string} deadline ISO day @param {string} on ISO day @returns {{text: string, state: "past"|"soon"|"later"}} */
export function deadlineText(deadline, on) {
  const left = daysBetween(on, deadline);
  const day = dayOf(deadline);
  if (left === null) return { text: day, state: "later" };
  if (left < 0) return { text: `${day}已截止`, state: "past" };
  if (left === 0) return { text: `${day}，今天截止`, state: "soon" };
  return { text: `${day}截止，还有 ${left} 天`, state: left <= 30 ? "soon" : "later" };
}

/** @param {{matches: unknown[], near: unknown[], total: number}} outcome Said by a screen reader when results stand. */
export const spokenResult = ({ matches, near, total }) =>
  `查好了。可以领 ${matches.length} 项，合计 ${sumText(total)}；差一点的 ${near.length} 项。`;
