// @ts-check
/** The sheet of a printed guide card: black on white, everything open, nothing cut across pages. */
export const PRINT_CSS = `
  body { font: 12pt/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; color: #000; margin: 0; }
  h3 { font-size: 18pt; margin: 0 0 4pt; }
  p, ul, ol, dl { margin: 0 0 6pt; }
  .badges, .icon, .cited-mark, .original, .sr-only, .chips, [data-section="related"] { display: none; }
  .facts { display: flex; gap: 24pt; border-block: 1pt solid #000; padding: 6pt 0; }
  dt { font-weight: 400; } dd { margin: 0; font-weight: 600; }
  .rows > div { display: flex; gap: 8pt; } .rows dt { flex: none; } .rows dd { font-weight: 400; }
  details { break-inside: avoid; margin-block-start: 8pt; }
  summary { list-style: none; font-weight: 600; }
  h4 { font-size: 12pt; font-weight: 600; margin: 8pt 0 2pt; break-after: avoid; }
  .checklist, .places { list-style: none; padding: 0; }
  .material-note { display: block; }
  .strong { font-weight: 600; }
  a { color: inherit; text-decoration: none; }
`;
