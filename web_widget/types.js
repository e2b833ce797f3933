// @ts-check
/**
 * Shapes shared by the modules. They mirror the chat contract (`assistant/pipeline/reply.py`); this file holds
 * types only and runs no code.
 *
 * @typedef {"general"|"conditions"|"materials"|"process"|"time"|"fee"|"place"|"online"|"phone"|"result"} Facet
 * @typedef {"answered"|"clarify"|"suggested"|"tool"|"small_talk"|"out_of_scope"|"refused"|"crisis"|"abuse"|"handover"|"error"} Outcome
 *
 * @typedef {{text: string, item_id?: string|null, facet?: string|null, ask_id?: string}} Ask What is asked; item and
 *   facet pin it; `ask_id` is the same when the same question is sent again, so that the service answers it once.
 * @typedef {{text: string, hint: string, item_id: string|null, facet: string|null}} Suggestion `hint`: when it is meant.
 * @typedef {{id: string, section: string}} PolicyPlace An article of a policy file; no section means the whole.
 * @typedef {{file: string, place: string, url: string|null}} Origin The department's own file, by name; `place` says where
 *   in it (第 2 页，第 1 张表第 4 行), empty for the whole; `url` opens it.
 * @typedef {{title: string, section: string, source_id: string, url: string|null, policy: PolicyPlace|null,
 *   origin: Origin|null}} Citation
 * @typedef {{kind: "open_guide", label: string, item_id: string} | {kind: "call", label: string, number: string} |
 *   {kind: "open_page", label: string, path: string}} Action `path`: a page of the service.
 *
 * @typedef {{name: string, form: string, copies: number|null, required: boolean|null, note: string}} Material Empty and
 *   null: the department's document does not say.
 * @typedef {{name: string, when: string, materials: string[], note: string}} Variant
 * @typedef {{name: string, address: string, hours: string, phone: string}} Place
 * @typedef {{name: string, detail: string}} Step
 * @typedef {{q: string, a: string}} FrequentQuestion
 * @typedef {{item_id: string, name: string}} RelatedItem
 *
 * @typedef {object} GuideCard The whole guide. Time limits are working days; `promised_days` 0 means on the spot,
 *   `statutory_days` null that no limit is written; `fee.amount` is in yuan, null when it varies as
 *   `fee.text` says. Null everywhere else, and empty text, mean that the department's document does not say.
 * @property {string} item_id
 * @property {string} name
 * @property {string} department
 * @property {string} audience
 * @property {string} board
 * @property {string} summary
 * @property {string[]} conditions
 * @property {Variant[]} variants
 * @property {Material[]} materials
 * @property {Step[]} steps
 * @property {number|null} statutory_days
 * @property {number|null} promised_days
 * @property {{amount: number|null, text: string, basis: string}|null} fee
 * @property {Place[]} places
 * @property {{available: boolean, channels: string[], note: string}|null} online
 * @property {number|null} visits
 * @property {string} result
 * @property {string[]} legal_basis
 * @property {FrequentQuestion[]} faq
 * @property {RelatedItem[]} related
 * @property {boolean} sample
 * @property {Origin|null} origin
 *
 * @typedef {{title: string, award_text: string, from: string}} MatchLine A measure that a company meets; `from`: its document.
 * @typedef {{title: string, text: string, award_text: string}} NearLine A measure just missed; `text`: what is lacking.
 *
 * @typedef {object} MatchCard What a company can claim by public fields: the first of each list, and how many there are.
 * @property {"policy_match"} kind
 * @property {string} company
 * @property {string} credit_code
 * @property {string} district
 * @property {string} on
 * @property {string} total_text
 * @property {MatchLine[]} matches
 * @property {number} match_count
 * @property {NearLine[]} near_misses
 * @property {number} near_count
 * @property {number} unknown_count
 * @property {string|null} path The page with all of it.
 * @property {boolean} sample
 *
 * @typedef {object} CaseCard Where an application stands; `rated`: the score it was given.
 * @property {"application"} kind
 * @property {import("./progress/records.js").Application} application
 * @property {number|null} rated
 * @property {boolean} urging The citizen came to urge it.
 * @property {string|null} path Its page, where its last four signs are asked for again.
 * @property {boolean} sample
 *
 * @typedef {object} ClaimCard A report as far as it is, or sent; `code` is shown this once.
 * @property {"claim_report"} kind
 * @property {"draft"|"review"|"sent"} stage
 * @property {{label: string, value: string, wrong: string}[]} lines
 * @property {string[]} missing
 * @property {number} files
 * @property {string|null} draft_id
 * @property {string} expires_on
 * @property {string|null} receipt
 * @property {string|null} code
 * @property {string} next_text
 * @property {string|null} path
 * @property {boolean} sample
 *
 * @typedef {{title: string, mode: string, article: string, deadline: string|null}} PolicyMeasure An award of a policy.
 * @typedef {{section: string, text: string}} PolicyArticle `section` is empty for what stands before the first article.
 *
 * @typedef {object} Policy A policy file. Days are ISO dates; `valid_to` null means that the file sets no end; `on` is
 *   the day for which `status` holds.
 * @property {string} id
 * @property {string} title
 * @property {string} number
 * @property {string} issuer
 * @property {string} published
 * @property {string} valid_from
 * @property {string|null} valid_to
 * @property {string} on
 * @property {"in_force"|"ended"|"upcoming"|"unknown"} status
 * @property {string} status_text
 * @property {PolicyMeasure[]} measures
 * @property {PolicyArticle[]} articles
 * @property {boolean} sample
 * @property {Origin|null} origin
 *
 * @typedef {object} Reply
 * @property {string} session_id
 * @property {string} reply_id
 * @property {Outcome} outcome
 * @property {string} text
 * @property {string|null} item_id
 * @property {string|null} facet
 * @property {string[]} facets All that was asked, `facet` first.
 * @property {GuideCard|MatchCard|CaseCard|ClaimCard|null} card
 * @property {Citation[]} citations
 * @property {Suggestion[]} suggestions
 * @property {Action[]} actions
 * @property {string|null} heard What may be kept of the question where it held a secret.
 *
 * @typedef {object} Site
 * @property {string} assistant_name
 * @property {string} greeting
 * @property {string} placeholder
 * @property {{label: string, number: string}} hotline
 * @property {Suggestion[]} suggestions
 * @property {boolean} streaming Whether answers come word by word over a WebSocket.
 *
 * @typedef {"offline"|"timeout"|"network"|"rate_limited"|"rejected"|"server"|"interrupted"} FailureKind
 * @typedef {{kind: FailureKind, message: string, waitSeconds: number}} Failure
 *
 * @typedef {{id: number, from: "citizen", text: string, ask: Ask, undelivered: boolean,
 *   veiled?: boolean}} CitizenMessage `veiled`: a secret was taken out of the words
 * @typedef {{id: number, from: "assistant", reply: Reply}} AssistantMessage
 * @typedef {CitizenMessage | AssistantMessage} Message
 *
 * @typedef {object} State One conversation. `pending` and `failure` concern the last citizen message.
 * @property {string|null} sessionId
 * @property {Message[]} messages
 * @property {boolean} pending
 * @property {Failure|null} failure
 * @property {string} partial What has come of the awaited answer so far.
 * @property {Record<string, number[]>} ticks Ticked materials, by item: positions in the guide's list.
 * @property {number} nextId
 */
export {};
