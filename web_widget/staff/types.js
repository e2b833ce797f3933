// @ts-check
/**
 * What the staff pages know of the service's records.
 *
 * @typedef {{name: string, role: string, authority: string}} Person `authority`: an officer's, else empty.
 * @typedef {{label?: string, text: string, start: number, end: number, suggested?: boolean}} Quote
 * @typedef {any} Tree A condition or an award in the label format; the service is the one that judges it.
 * @typedef {{key: string, tree: Tree, quotes: Quote[]}} Clause
 * @typedef {{measure_id: string, text: string, how: "read"|"keep"|"drop", reason: string}} Decision
 * @typedef {{section: string, text: string, start: number, end: number}} Article
 *
 * @typedef {object} Measure One measure as it is edited.
 * @property {string} id
 * @property {string} title
 * @property {string} mode
 * @property {string} article
 * @property {Clause[]} clauses What must each hold.
 * @property {Tree} award
 * @property {string[]} documents
 * @property {string} deadline `2026-12-20`, empty without one.
 * @property {string} exclusive_group
 * @property {Record<string, Quote[]>} quotes By the label: `award`, `deadline`, …
 * @property {string} [was] How it came, as it would be sent.
 *
 * @typedef {object} Draft A document's labels as they are edited.
 * @property {string} id
 * @property {number} base
 * @property {string} digest
 * @property {Measure[]} measures
 * @property {Decision[]} decisions
 *
 * @typedef {{name: string, label: string, kind: string, unit: string, money: boolean, yes: string, no: string,
 *   ops: {op: string, label: string}[], values: string[]}} FieldRow
 * @typedef {{fields: FieldRow[], modes: string[], awards: {kind: string, label: string}[]}} Pickers
 * @typedef {{number: number, at: string|null, by: string, note: string, restored_from: number|null}} VersionRow
 * @typedef {{measure_id: string, title: string, part: string, text: string}} Change
 * @typedef {{id: string, measure_id: string, title: string, label: string, text: string}} Warned
 *
 * @typedef {object} Opened A document as the service gives it.
 * @property {string} id
 * @property {string} title
 * @property {string} number
 * @property {string} issuer
 * @property {string} status_text
 * @property {number} version
 * @property {number} newest_version
 * @property {string} text_digest
 * @property {boolean} text_changed
 * @property {Article[]} articles
 * @property {any[]} measures
 * @property {Record<string, Quote[]>} suggested
 * @property {Decision[]} decisions
 * @property {VersionRow[]} versions
 */
export {};
