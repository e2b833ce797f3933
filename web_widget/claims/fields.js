// @ts-check
/**
 * The form as data: its steps, the fields of each, and what each asks in plain words. Names and lengths are the service's.
 *
 * @typedef {"line"|"long"|"day"|"money"|"count"|"phone"|"code"|"channel"|"cases"} Kind
 * @typedef {{name: string, label: string, kind: Kind, most: number, required?: boolean, hint?: string, unit?: string,
 *   autocomplete?: string}} Field
 * @typedef {{id: string, title: string, lead: string, fields: Field[]}} Step
 */

/** @type {[string, string][]} */
export const CHANNELS = [
  ["12315", "12315 平台投诉或举报"],
  ["12345", "12345 热线"],
  ["court", "到法院起诉"],
  ["in_person", "当面"],
  ["phone", "打电话"],
  ["online", "网上平台、社交软件"],
  ["mail", "来信"],
  ["other", "其他"],
];

/** So many case numbers the service takes, and no longer ones than these. */
export const MOST_CASES = 20;
export const LONGEST_CASE = 40;

/** @type {Step[]} */
export const STEPS = [
  {
    id: "who",
    title: "我们是谁",
    lead: "工作人员要核对情况时，打这个电话找您。",
    fields: [
      {
        name: "reporter_company",
        label: "企业名称",
        kind: "line",
        most: 120,
        required: true,
        hint: "照营业执照写全称；个体户写招牌名称也可以。",
        autocomplete: "organization",
      },
      {
        name: "reporter_code",
        label: "统一社会信用代码",
        kind: "code",
        most: 24,
        hint: "营业执照上的 18 位，手边没有可以先不填。",
      },
      { name: "contact_name", label: "联系人", kind: "line", most: 40, required: true, autocomplete: "name" },
      {
        name: "contact_phone",
        label: "联系电话",
        kind: "phone",
        most: 32,
        required: true,
        hint: "手机号，或者带区号的固定电话，例如 0595-22000000。",
        autocomplete: "tel",
      },
    ],
  },
  {
    id: "event",
    title: "发生了什么",
    lead: "只写您知道的事实：哪一天、通过什么方式、前后经过。",
    fields: [
      {
        name: "happened_on",
        label: "发生在哪一天",
        kind: "day",
        most: 16,
        required: true,
        hint: "例如 2026-11-20。有好几次的，写最近一次。",
      },
      { name: "channel", label: "对方通过什么方式提出的", kind: "channel", most: 16, required: true },
      {
        name: "description",
        label: "事情经过",
        kind: "long",
        most: 5000,
        required: true,
        hint: "例如：某日买了几件什么，过了几天说什么问题，又怎么提出要赔偿。",
      },
    ],
  },
  {
    id: "goods",
    title: "买了什么",
    lead: "对方没有买东西，或者记不清的，可以空着。",
    fields: [
      { name: "product", label: "涉及的商品或者服务", kind: "line", most: 120 },
      { name: "quantity", label: "买了多少件", kind: "count", most: 10 },
      { name: "paid", label: "付了多少钱", kind: "money", most: 16, unit: "元" },
    ],
  },
  {
    id: "other",
    title: "对方的信息",
    lead: "知道的就写，不知道的空着，不用去打听。这些信息只给依法办理的工作人员看。",
    fields: [
      { name: "claimant_name", label: "对方姓名或称呼", kind: "line", most: 60 },
      {
        name: "claimant_phone",
        label: "对方电话",
        kind: "line",
        most: 24,
        hint: "看不到的几位用 * 代替，例如 138****5678。",
      },
      {
        name: "claimant_account",
        label: "对方收款账号",
        kind: "line",
        most: 64,
        hint: "银行卡、微信或支付宝账号。",
      },
      { name: "claimant_address", label: "对方地址", kind: "line", most: 200, hint: "例如收货地址。" },
      {
        name: "case_numbers",
        label: "投诉、举报或案件编号",
        kind: "cases",
        most: 900,
        hint: `一行写一个，最多 ${MOST_CASES} 个。`,
      },
    ],
  },
  {
    id: "demand",
    title: "提了什么要求",
    lead: "尽量照对方的原话写，不加评论。",
    fields: [
      { name: "demands", label: "对方要求什么", kind: "long", most: 2000, required: true },
      { name: "demanded", label: "要求赔付的金额", kind: "money", most: 16, unit: "元" },
      {
        name: "coercion",
        label: "有没有威胁、要挟的话",
        kind: "long",
        most: 2000,
        hint: "例如“不给钱就一直举报”。没有就空着。",
      },
    ],
  },
  {
    id: "evidence",
    title: "证据",
    lead: "有什么传什么：聊天记录、通话录音、付款截图、投诉单、快递单。没有也可以提交。",
    fields: [],
  },
  { id: "check", title: "核对、提交", lead: "看一遍，没有错就提交。要改的点“修改”。", fields: [] },
];

/** @type {Field[]} */
export const FIELDS = STEPS.flatMap(({ fields }) => fields);

/** The step that asks for a field. @param {string} name */
export const stepOf = (name) => STEPS.find(({ fields }) => fields.some((field) => field.name === name));
