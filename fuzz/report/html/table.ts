/** A table of a page, which is scrolled where it is wider than the screen. Cells come as markup. */

export const tableHtml = (head: readonly string[], rows: readonly string[]): string =>
  `<div class="scroll" role="group" tabindex="0" aria-label="Table"><table><thead><tr>${head.map((one) => `<th>${one}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
