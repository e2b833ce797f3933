// @ts-check
/** Every word of 办件进度. */

export const FORM = {
  numberEmpty: "请写办件编号。",
  numberOdd: "办件编号只有字母、数字和短横线，请对照受理通知书再看一遍。",
  verifyEmpty: "请写后四位。",
  verifyOdd: "后四位是四个数字，身份证最后一位也可能是字母 X。",
  looking: "正在查，请稍等",
  summary: "还有地方没填对",
};

export const TROUBLE = {
  notFound: "没有查到，请核对这两项",
  notFoundTips: [
    "办件编号和受理通知书、短信上的一样吗？字母 O 和数字 0 容易看错。",
    "后四位要用办这件事时登记的那个证件或电话：本人身份证、登记的手机号，或者单位的统一社会信用代码。",
    "委托别人办的，可能登记的是经办人的证件或电话。",
  ],
  notFoundWhy: "为了保护办事人的信息，编号不对和后四位不对，看到的是同一句话。",
  locked: "试错的次数多了，先锁住一会儿",
  lockedTips: "这是为了不让别人乱试。您填的内容还在，到时间再点“查进度”就行。急着办，可以打电话问。",
  away: "暂时查不了",
  awayTips: "不是您的操作有误。您填的内容还在，过几分钟再试一次；急着办，可以打电话问。",
  retry: "再试一次",
  hotline: "也可以拨打",
};

/** @param {number} seconds */
export function lockText(seconds) {
  if (seconds <= 0) return "";
  const minutes = Math.ceil(seconds / 60);
  return minutes > 1 ? `大约 ${minutes} 分钟以后可以再试。` : "大约 1 分钟以后可以再试。";
}

export const RESULT = {
  number: "办件编号",
  applicant: "申请人",
  department: "办理部门",
  submitted: "收件日期",
  stages: "办到哪一步",
  limit: "承诺时限",
  done: "已完成",
  current: "正在办",
  next: "还没到",
  next_text: "接下来",
  contact: "找谁问",
  place: "地址",
  hours: "时间",
  phone: "电话",
  estimate: "这是推算的日子，放假安排有变化时会跟着变。",
  print: "打印这一页",
  another: "查另一件",
  guide: "这件事的办事指南",
  sample: "示例办件，不是真的",
  again: "刷新",
  refreshed: "已经是最新的进度。",
};

export const URGE = {
  title: "催办",
  hint: "点一下，办理部门会收到提醒，要在规定时间内答复您。",
  text: "想说的话",
  button: "催一催",
  sending: "正在送出",
  history: "催办记录",
  waiting: "等答复",
  kept: "已经记下",
  answer: "答复",
  done: "已经催办。",
};

export const RATING = {
  title: "好差评",
  hint: "这件事办得怎么样？评价只用来改进服务，提交以后不能再改。",
  low: "选“不满意”或“非常不满意”的，部门要在规定时间内回访整改，把结果告诉您。",
  level: "总的感觉",
  reasons: "为什么（可以选几个，也可以不选）",
  text: "想说的话",
  button: "提交评价",
  sending: "正在提交",
  pick: "请先选一个总的感觉。",
  yours: "您的评价",
  followup: "部门的回访",
  waiting: "部门正在核实，办好以后会写在这里。",
  failed: "评价暂时打不开。",
};
