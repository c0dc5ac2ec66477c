// Pages of the demo's own servers: markup in which every text is escaped unless it is markup already.

export interface Markup {
  markup: string
}

type Piece = string | number | null | false | Markup | Markup[]

/** Markup with escaped blanks: html`<p>${text}</p>`. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  const markup = parts.map((part, i) => part + (i < pieces.length ? shown(pieces[i]) : ''))
  return { markup: markup.join('') }
}

function shown(piece: Piece | undefined): string {
  if (piece === undefined || piece === null || piece === false) return ''
  if (Array.isArray(piece)) return piece.map((one) => one.markup).join('')
  return typeof piece === 'object' ? piece.markup : escaped(String(piece))
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)
}
