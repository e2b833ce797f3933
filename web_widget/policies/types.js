// @ts-check
/**
 * Shapes shared by the company's pages. They mirror the HTTP contract of matching and of applications; this file holds
 * types only and runs no code. Empty text and null mean that the service does not say.
 *
 * @typedef {{name: string, credit_code: string, district: string, former_name: string}} CompanyName
 * @typedef {{field: string, label: string, text: string, source: string, as_of: string}} Fact
 * @typedef {{name: string, credit_code: string, facts: Fact[], former_name: string}} Company
 *
 * @typedef {"免申即享"|"即申即享"|"申报"|""} Mode
 *
 * @typedef {object} Measure What every kind of result has in common.
 * @property {string} measure_id
 * @property {string} title
 * @property {number|null} award Yuan; null where it is no sum of money, or the sum is not known.
 * @property {string} award_text
 * @property {Mode} mode
 * @property {string} document_id
 * @property {string} document_title
 * @property {string} article
 * @property {string} level 市, 区 or nothing
 * @property {string} deadline ISO day, or empty
 * @property {string[]} documents
 * @property {string} quote
 * @property {string} explanation
 *
 * @typedef {Measure & {exclusive_group: string, applied_in_total: boolean, closed: boolean}} Match `closed`: the deadline is past.
 * @typedef {{label: string, text: string, clause: string}} Unmet
 * @typedef {Measure & {unmet: Unmet[], closeness: number}} NearMiss One of `unmet` done is enough; `closeness`: 0 to 1, 1
 *   is almost there.
 * @typedef {Measure & {needs: string[], text: string}} Unknown
 * @typedef {Measure & {text: string}} Review
 *
 * @typedef {object} Outcome What a company can claim on a day.
 * @property {Company|null} company
 * @property {string} on ISO day
 * @property {Match[]} matches
 * @property {NearMiss[]} near
 * @property {Unknown[]} unknown The first of them.
 * @property {number} unknown_count
 * @property {Review[]} review
 * @property {number} total Yuan
 * @property {string} total_text
 * @property {"public"|"own"} scope
 * @property {boolean} sample
 * @property {CompanyName[]} candidates
 *
 * @typedef {{name: string, role: string, credit_code: string, company: string}} Person Who has signed in.
 *
 * @typedef {{mode: string, level: string, kind: string}} Filter Each empty for all; `level` 市 or 区; `kind` money or service.
 * @typedef {{view: "find"|"apply"|"applications"|"notices"|"publicity", company: string, measure: string, number: string}} Place
 */
export {};
