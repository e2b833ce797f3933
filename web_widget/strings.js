// @ts-check
/** Every word the widget itself says. What the server says (replies, greeting) comes from the server. */

export const NAME = "全全";
export const HOTLINE = { label: "政务服务便民热线", number: "12345" };

export const STRINGS = {
  log: "与全全的对话",
  panel: "全全，政务服务智能助手",
  tagline: "政务服务智能助手",
  greeting: "您好，我是全全。办事要带什么、花多少钱、去哪里办，用平常的话问我就行。",
  placeholder: "例如：身份证丢了怎么补",
  inputLabel: "您想问什么",
  send: "发送",
  newConversation: "新对话",
  open: "问全全",
  close: "关闭对话",
  you: "您说：",
  it: "全全说：",
  pending: "全全正在查办事指南",
  pendingLong: "还在查，请再等一下",
  busy: "正在回答上一个问题，请稍等。您写的字不会丢。",
  empty: "请先写下您想问的事。",
  started: "已经开始新的对话。",
  undelivered: "这句话没有送到",
  retry: "再试一次",
  otherWay: "也可以打电话问：",
  suggestions: "猜你想办",
  together: "这件事里，您可能还要办",
  choices: "请点您要办的那一件",
  startWith: "大家常问",
  answers: "可以直接点",
  sources: "出处",
  privacy: "请不要在这里写身份证号、银行卡号。",
  source: "回答摘自办事指南，以窗口和官方公布为准。",
  opening: "正在打开办事指南…",
  cardFailed: "办事指南暂时打不开，请再点一次，或拨打12345。",
  openCard: "查看完整办事指南",
  openingPolicy: "正在打开政策文件…",
  policyFailed: "政策文件暂时打不开，请再点一次，或拨打12345。",
};

/** Numbers for people in danger or being cheated right now: shown large, above everything else. */
export const URGENT = new Set(["110", "119", "120", "12356", "96110"]);

/** @param {number} over Characters above the limit. @param {number} limit */
export const tooLong = (over, limit) => `一次最多写${limit}个字，现在多了${over}个字，请删短一些。`;

/** @param {number} left Characters still free. */
export const charactersLeft = (left) => `还可以写${left}个字`;

/** What each failure says; always followed by the retry button and the hotline. */
export const FAILURES = {
  offline: "您的网络好像断开了。连上网络以后，请再试一次。",
  timeout: "等了很久还没有收到回答，可能是网络太慢。请再试一次。",
  network: "暂时连不上服务。请看看网络，再试一次。",
  rate_limited: "问得有点快，请等一会儿再试。",
  rejected: "这句话没能送出去，请换个说法再试。",
  server: "系统出了点问题，不是您的操作有误。请过一会儿再试。",
  interrupted: "上一个问题还没有收到回答。请再试一次。",
};

/** @param {number} seconds */
export const waitMessage = (seconds) => `问得有点快，请等${seconds}秒再试。`;

export const CARD = {
  badge: "办事指南",
  sample: "示例数据",
  fee: "收费",
  promised: "承诺办结",
  statutory: "法定时限",
  visits: "最多跑",
  noVisit: "不用跑",
  onTheSpot: "当场办结",
  unsaid: "未写明",
  gaps: "“未写明”的，部门的办事指南里没有写。请先打电话问清楚，也可以打",
  unsaidFee: "办事指南没有写明要不要交钱，请先打电话问清楚。",
  unsaidOnline: "办事指南没有写明能不能在网上办，请先打电话问清楚。",
  free: "不收费",
  varies: "看情况",
  required: "必要",
  optional: "非必要",
  checklistHint: "准备好一样，就在前面打个勾。",
  unsaidMaterials: "办事指南没有写明要带哪些材料，请先打电话问清楚。",
  unsaidOfMaterials: "办事指南没有全部写明：",
  whichForm: "要原件还是复印件",
  howMany: "要几份",
  whetherNeeded: "是不是必须带",
  askFirst: "。请先打电话问清楚。",
  basis: "收费依据",
  address: "地址",
  hours: "时间",
  phone: "电话",
  canOnline: "可以网上办",
  cannotOnline: "暂时不能网上办，请到窗口办理。",
  when: "适用",
  needs: "要带",
  copy: "复制要点",
  copied: "已复制，可以粘贴发给家人。",
  copyFailed: "没能复制，请长按文字自己选取。",
  print: "打印",
  close: "收起指南",
  checkBeforeGoing: "出门前可以先打电话问清楚。",
};

export const MATCH = {
  badge: "政策匹配",
  on: "按这一天算：",
  matches: "可以享受",
  near: "差一点",
  none: "按公开信息，还没有能确定的奖补。",
  unknown: "要看没有公开的数据才能判断的",
  signIn: "企业自己的人登录以后，可以看到全部结果。",
  page: "查看全部结果，可以下载",
};

export const CASE = {
  badge: "办件进度",
  stages: "办到哪一步",
  done: "已完成",
  current: "正在办",
  next: "还没到",
  after: "接下来：",
  contact: "找谁问",
  urge: "催办",
  urging: "正在送出…",
  urged: "已经催过",
  urgeDone: "已经催办。",
  failed: "没有成功，请再试一次。",
  rate: "评价这次办理",
  rated: "这件事您已经评价过了，谢谢。",
  page: "打开办件进度页面",
  signs: "请再写一次后四位",
  signsHint: "身份证、手机号或者统一社会信用代码的最后四位。只用来核对，不保存。",
  signsOdd: "请写四位，比如 1234；身份证最后一位也可能是 X。",
  go: "确定",
};

export const CLAIM = {
  badge: "疑似恶意索赔",
  titles: { draft: "举报草稿", review: "请核对您的举报", sent: "举报已经收到" },
  neutral: "是不是恶意索赔，要由工作人员依法认定。",
  missing: "还差",
  files: "已上传证据",
  noFiles: "证据（照片、录音、聊天截图）请在表格页面上传。",
  kept: "草稿保存到",
  wrong: "请改一改：",
  change: "修改",
  form: "用表格填写、上传证据",
  look: "查询举报办到哪一步",
  receipt: "回执编号",
  code: "查询码",
  write: "查询码只显示这一次，请抄下来或者拍下来。",
  codeShown: "查询码已经显示过，忘记了请打电话告诉工作人员回执编号。",
  goOn: "继续举报",
  resume: "继续上次没填完的举报",
};

export const RATE = {
  reply: "评价这个回答",
  opening: "正在打开…",
  sending: "正在提交…",
  why: "为什么（可以不选）",
  send: "提交评价",
  thanks: "谢谢您的评价。",
  failed: "评价没有送出去，请再试一次。",
};

/** @param {number} count */
export const items = (count) => `${count}项`;

export const ORIGIN = {
  from: "摘自部门文件",
  of: "整理自部门文件",
  open: "打开原文",
  newTab: "（在新窗口打开）",
};

/** @param {string} label @param {{file: string, place: string}} origin */
export const originText = (label, { file, place }) =>
  `${label}：${[`“${file}”`, place].filter(Boolean).join("，")}`;

/** Titles of the card's sections, in the order in which they are shown. */
export const SECTIONS = {
  materials: "申请材料",
  places: "办理地点和电话",
  fee: "收费标准",
  time: "办理时限",
  online: "网上办理",
  conditions: "受理条件",
  variants: "不同情形",
  steps: "办理流程",
  result: "办理结果",
  faq: "常见问题",
  basis: "设定依据",
  related: "相关事项",
};

/** @param {number} days Working days. */
export const workingDays = (days) => `${days}个工作日`;
/** @param {number} count */
export const times = (count) => `${count}次`;
/** @param {number} amount Yuan. */
export const yuan = (amount) => `${amount}元`;
/** @param {number} copies */
export const copiesOf = (copies) => `${copies}份`;
/** @param {number} done @param {number} all */
export const progress = (done, all) => `已备好 ${done} / ${all}`;
/** @param {string} title @param {string} section */
export const citationText = (title, section) =>
  `${title.startsWith("《") ? title : `《${title}》`}${section}`;

export const POLICY = {
  badge: "政策文件",
  issuer: "发布单位",
  published: "发布日期",
  from: "施行日期",
  to: "有效期至",
  noEnd: "没有写明",
  on: "查询日期",
  measures: "这份文件里的奖补",
  text: "原文",
  opening: "文件开头",
  cited: "回答引用的是这一条",
  asWritten: "以上照录原文，以发布单位公布的为准。",
  close: "收起文件",
};

/** Said of a policy file's standing where the service is silent. @type {Record<string, string>} */
export const STANDINGS = {
  in_force: "现在有效",
  ended: "现在不再执行",
  upcoming: "现在还没有生效",
  unknown: "",
};

/** @param {string} iso `2026-12-31`; anything else is given back as it is. */
export function dayText(iso) {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? [];
  return year ? `${year}年${Number(month)}月${Number(day)}日` : iso;
}

/** @param {string} day The last day to apply. @param {boolean} past */
export const deadlineText = (day, past) => `${dayText(day)}${past ? "已" : ""}截止`;
