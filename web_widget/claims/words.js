// @ts-check
/** Every word of 企业举报疑似恶意索赔, its look-up and 企业问需; the questions of the form itself are in `fields.js`. */
import { dayOf, momentOf } from "../policies/figures.js";

export const PAGE = {
  report: "举报疑似恶意索赔",
  status: "查处理情况",
  questionnaire: "企业问需",
  opening: "正在打开，请稍等",
};

export const WELCOME = {
  title: "企业遇到疑似恶意索赔，在这里反映",
  lead: "一步一步填，大约十分钟。写到一半关掉也不会丢。",
  know: "先请您知道",
  points: [
    "这里收的是线索。是不是恶意索赔，由工作人员核对证据以后依法认定，系统不替人下结论。",
    "消费者依法投诉、举报和索赔，受法律保护。对方的投诉会照常办理；商品真有问题的，请依法处理。",
    "请写真实情况。捏造事实、提供假证据，要依法承担责任。",
    "有人当面威胁，或者正在勒索，请马上拨打 110。",
  ],
  ready: "可以先准备好",
  papers: ["营业执照", "对方提要求的记录：聊天、通话、投诉单、起诉状", "付款记录、订单、快递单"],
  start: "开始填写",
  resumeTitle: "上次没写完，要接着填吗？",
  resume: "接着填",
  restart: "重新填",
  gone: "这份草稿已经提交过，或者到期删除了。已经提交的，请用回执编号查处理情况；没有提交的，请重新填写。",
  unreachable: "暂时打不开上次写的草稿。草稿还在，过一会儿再试。",
  restartTitle: "重新填写？",
  restartText: "上次写的内容和传的证据会全部删掉，不能恢复。",
  restartYes: "删掉，重新填",
  restartNo: "不删",
  notDeleted: "没有删成：",
};

/** @param {string} savedAt @param {string} expiresOn */
export const keptText = (savedAt, expiresOn) =>
  [savedAt && `上次保存在 ${momentOf(savedAt)}`, expiresOn && `草稿保留到 ${dayOf(expiresOn)}`]
    .filter(Boolean)
    .join("，");

export const OTHER = {
  title: "打开另一份草稿？",
  text: "这台设备上还有一份没写完的。打开这一份以后，那一份在这台设备上就找不到了。",
  yes: "打开这一份",
  no: "接着填原来那份",
};

export const WIZARD = {
  way: "填写步骤",
  next: "下一步",
  back: "上一步",
  saving: "正在保存…",
  saved: "已保存，关掉页面也不会丢",
  waiting: "还没有保存",
  failed: "暂时没能保存到服务器，先记在这台设备上，会自动再试",
  blocked: "暂时没能保存，请不要关掉页面；会自动再试",
  merged: "这份草稿在别处也改过，已经合在一起，请看一遍。",
  renewed: "原来的草稿已经到期，您写的内容已重新保存；证据要重新传。",
  summary: "还有几处要补上或改一下",
  optional: "（选填）",
  today: "今天",
  yesterday: "昨天",
  choose: "请选一项",
};

/** @param {number} at From 1. @param {number} all */
export const stepText = (at, all) => `第 ${at} 步，共 ${all} 步`;

/** @type {{missing: Record<string, string>} & Record<string, any>} */
export const WRONG = {
  missing: {
    reporter_company: "请写企业名称。",
    contact_name: "请写联系人。",
    contact_phone: "请写联系电话。",
    happened_on: "请写发生在哪一天。",
    channel: "请选一项。",
    description: "请写事情经过。",
    demands: "请写对方要求什么。",
  },
  empty: "还没有填。",
  day: "请写成 2026-11-20 这样的日期。",
  future: "不能是今天以后的日子，请核对。",
  money: "只写数字，单位是元，例如 128.50。",
  count: "只写数量的数字。",
  phone: "请写 11 位手机号，或者带区号的固定电话。",
  code: "统一社会信用代码是 18 位数字和字母，请核对，也可以不填。",
  cases: "最多写 20 个编号。",
  longCase: "有一个编号太长了，一行只写一个，最多 40 个字。",
};

export const EVIDENCE = {
  choose: "选择文件",
  rules:
    "可以传图片、PDF、Word（docx）、Excel（xlsx）、录音和录像。一个文件最多 50 MB，最多 30 个，一共 200 MB；一次可以选几个。",
  more: "文件只给依法办理的工作人员看，不会公开。手机里可以先截图再传。",
  sending: "正在传",
  stop: "不传了",
  sent: "已传好",
  digest: "校验码（SHA-256）",
  digestHint: "校验码像文件的指纹，文件改过一个字它就变，可以用来证明没有被改过。",
  same: "和您设备上的文件一致",
  remove: "删掉",
  none: "还没有传文件。",
  failed: "没有传成：",
  empty: "这个文件是空的，请换一个。",
  size: "这个文件超过 50 MB，请剪短、压缩或者分开再传。",
  type: "这种文件不能传。请传图片、PDF、Word、Excel、录音或录像。",
  removed: "已删掉",
};

export const SCANS = {
  off: "",
  clean: "已查过，没有发现病毒",
  waiting: "正在查病毒，不影响您提交",
  infected: "查出病毒，这个文件不会被使用，请删掉换一个",
};

export const CHECK = {
  change: "修改",
  empty: "没有填",
  files: "证据",
  noFiles: "没有传文件",
  uploading: "还有文件正在传，传完再提交。",
  promise: "以上写的是真实情况。我知道是否属于恶意索赔由工作人员依法认定，捏造事实要承担责任。",
  promiseWrong: "请看完这段话，同意就勾上。",
  submit: "提交",
  submitting: "正在提交",
};

export const RECEIPT = {
  title: "已经收到您的反映",
  receipt: "回执编号",
  code: "查询码",
  keep: "请把这两项记下来或者打印。查询码只在这里显示一次，找不回来。",
  hidden: "查询码已经显示过，这里不再显示。",
  next: "接下来",
  copy: "复制",
  copied: "已复制。",
  copyFailed: "没有复制成，请手抄或者打印。",
  print: "打印",
  at: "提交时间",
  look: "去查处理情况",
  sample: "示例数据，不会真的办理。",
};

export const STATUS = {
  title: "查处理情况",
  lead: "写提交时得到的回执编号和查询码。",
  receipt: "回执编号",
  code: "查询码",
  codeHint: "8 位。只用来核对，不会保存在这台设备上。",
  look: "查一查",
  looking: "正在查，请稍等",
  receiptEmpty: "请写回执编号。",
  codeEmpty: "请写查询码。",
  steps: "办到哪一步",
  done: "已完成",
  now: "正在办",
  later: "还没到",
  files: "交过的证据",
  questions: "工作人员的问题",
  answered: "您的答复",
  supplement: "补充说明",
  more: "补充证据",
  supplementText: "要补充的内容",
  supplementHint: "想起来的情况、对方又提了什么，都可以写在这里。",
  supplementEmpty: "请写要补充的内容。",
  send: "提交补充",
  sending: "正在提交",
  sent: "补充已经收到。",
  notFound:
    "没有查到。请核对回执编号和查询码，字母不分大小写。为了保护您的信息，哪一项不对，看到的是同一句话。",
};

export const NEEDS = {
  company: "企业名称",
  phone: "联系电话",
  phoneHint: "写了电话，需要时工作人员会联系您。",
  send: "提交问卷",
  sending: "正在提交",
  done: "问卷已经收到，谢谢您",
  lead: "您反映的情况已经转给工作人员，会有人联系您核实。",
  another: "去反映疑似恶意索赔",
  empty: "请回答这一题。",
  number: "请写数字。",
  none: "现在没有正在收集的问卷。",
};
