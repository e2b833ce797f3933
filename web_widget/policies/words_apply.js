// @ts-check
/** Every word of applying: the form, the papers, one's applications, notices. */
import { dayOf, momentOf, sumText } from "./figures.js";

export const APPLY = {
  back: "返回",
  needSignIn: "申报要先登录。",
  applyFor: "申报",
  policy: "依据",
  award: "标准",
  department: "受理部门",
  deadline: "截止",
  check: "初步判断",
  existing: "这一项您已经申请过，正在办理。",
  openExisting: "看办理进度",
  company: "一、企业信息",
  companyHint: "已从企业画像填好。不对的可以改，改过的会注明，由工作人员核实。",
  contact: "二、联系人和收款账户",
  papers: "三、要交的材料",
  papersHint: "每份材料交一个文件，PDF、图片、Word 或 Excel 都可以，最大 10 MB。",
  noPapers: "这一项不用交材料。",
  confirm: "四、确认提交",
  promise: "以上内容属实，材料真实有效。",
  submit: "提交申请",
  submitting: "正在提交…",
  saved: "草稿已自动保存在这台电脑上",
  notSaved: "这个浏览器不让保存草稿，请不要中途关闭。",
  restored: "已恢复上次没有提交的草稿。",
  discard: "不要草稿，重新填",
  summary: "有几处要改，改好再提交：",
  changed: "您改过",
  added: "您补填的，由工作人员核实",
  from: "来源：",
  unknown: "系统里没有，请填写",
  optional: "（选填）",
  choose: "选择文件",
  replace: "换一个文件",
  remove: "删除",
  uploading: "正在上传",
  uploaded: "已上传",
  digest: "文件指纹",
  same: "和您电脑上的文件一致",
  uploadFailed: "没有传上去，请再选一次。",
  yes: "是",
  no: "否",
  notSaid: "没有填",
  setHint: "有多项的，用顿号隔开",
  done: "申请已提交",
  number: "受理编号",
  next: "接下来",
  view: "看办理进度",
  findMore: "再看看别的政策",
};

/** @param {string} name @param {string} of */
export const removeLabel = (name, of) => `删除${of}：${name}`;

/** @param {Date} at */
export const savedText = (at) => `${APPLY.saved}（${momentOf(at.toISOString())}）`;

export const CONTACT = {
  contact_name: { label: "联系人", autocomplete: "name", required: true },
  contact_phone: { label: "联系电话", autocomplete: "tel", required: true },
  bank_name: { label: "开户银行", autocomplete: "off", required: false },
  bank_account: { label: "收款账号", autocomplete: "off", required: false },
  note: { label: "补充说明", autocomplete: "off", required: false },
};

export const WRONG = {
  number: "请填数字，例如 1850 或 1850.5",
  count: "请填整数，例如 20",
  date: "请填日期，例如 2021-03-18",
  name: "请填联系人姓名",
  phone: "请填手机号码，或者带区号的电话，例如 0595-22123456",
  account: "账号只有数字，8 到 30 位，请核对",
  bank: "填了收款账号，请写清开户银行",
  paper: "还没有交这份材料",
  waiting: "这份材料还在上传，请等一下",
  promise: "请先打勾确认",
  empty: "这个文件是空的，请另选一个。",
  size: "这个文件超过 10 MB，请压缩以后再选。",
  type: "这种文件收不了，请用 PDF、JPG、PNG、Word（docx）或 Excel（xlsx）。",
};

export const MINE = {
  title: "我的申请",
  needSignIn: "看申请进度要先登录。",
  none: "还没有申请。",
  toFind: "去找政策",
  all: "全部申请",
  submitted: "提交于",
  updated: "更新于",
  steps: "办理进度",
  now: "现在",
  doneStep: "已完成",
  waitingStep: "还没到",
  amount: "金额",
  urge: "催一催",
  urgeHint: "觉得太慢，可以催一催，会转给经办部门，也会留下记录。",
  urgeText: "想说的话（选填）",
  urged: "已经催办。",
  withdraw: "撤回申请",
  withdrawTitle: "要撤回这份申请吗？",
  withdrawText: "撤回以后不再办理；截止以前可以重新申请。",
  keep: "不撤回",
  withdrawn: "申请已撤回。",
  resubmit: "补正后再提交",
  form: "填报内容",
  documents: "交的材料",
  history: "办理经过",
  publicised: "公示到",
  overdue: "已超过承诺时间",
  reason: "工作人员说明：",
  value: "填写的",
  portrait: "系统里的",
};

/** @param {{count: number, left: number, next_at: string, routed_to: string}} urges */
export function urgeText({ count, left, next_at, routed_to }) {
  const done = count > 0 ? `已催 ${count} 次` : "还没有催过";
  const more = left > 0 ? `还可以催 ${left} 次` : "不能再催了，可以拨打 12345";
  const when = left > 0 && next_at ? `，${momentOf(next_at)}以后可以再催` : "";
  return `${done}，${more}${when}。${routed_to && `会转给${routed_to}。`}`;
}

export const NOTICES = {
  title: "政策上门",
  needSignIn: "看通知要先登录。",
  intro: "有新政策适合您的企业，会在这里告诉您。",
  none: "还没有通知。有适合的新政策会告诉您。",
  unread: "未读",
  see: "看这项政策",
  apply: "去看看能不能领",
  markRead: "知道了",
  settings: "要不要收",
  settingsHint: "关掉以后不再推送，随时可以再打开。办理进度的通知不受影响。",
  on: "收",
  off: "不收",
  changedOn: "以后会收到",
  changedOff: "以后不再收到",
};

/** @param {number} count */
export const issuersText = (count) => `按发布单位选（${count} 个）`;

export const PUBLICITY = {
  title: "兑付公示",
  intro: "免申即享、申报审核通过的，拨付以前在这里公示。谁都可以看，觉得不对可以提。",
  none: "现在没有正在公示的。",
  all: "← 全部公示",
  gone: "这份公示已经结束或者撤下。",
  list: "公示名单",
  columns: ["序号", "企业", "金额（元）"],
  more: "再看一些",
  objection: "觉得不对，提异议",
  objectionHint: "异议会登记，核实清楚以前不拨付。联系方式只给核实的工作人员看。",
  what: "哪里不对",
  which: "名单里的序号",
  contact: "怎么联系您（电话或邮箱）",
  send: "提交异议",
  sent: "异议已经登记，核实以后会联系您。",
};

/** @param {{from: string, until: string, days_left: number, count: number, total: number|null}} publicity */
export function publicityText({ from, until, days_left, count, total }) {
  const sum = total === null ? "" : `，合计 ${sumText(total)}`;
  const left = days_left > 0 ? `还有 ${days_left} 天` : "今天截止";
  return `${count} 家企业${sum}。公示期 ${dayOf(from)}到${dayOf(until)}，${left}。`;
}
