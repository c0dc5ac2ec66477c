// Custom values of a launch: what was entered at the tool and at the link, with the variables that this LMS knows filled in.

/** What a variable stands for; undefined where the LMS does not know it, or has no value here. */
export type Meaning = (variable: string) => string | boolean | null | undefined

const VARIABLE = /^\$([A-Za-z][\w.]*)$/

/** The values with their variables filled in; one without a meaning comes back as its own text. */
export function filledIn(
  entered: Record<string, string>,
  meaning: Meaning,
): Record<string, string | boolean | null> {
  const pairs = Object.entries(entered).map(([name, text]) => [name, filled(text, meaning)])
  return Object.fromEntries(pairs)
}

function filled(text: string, meaning: Meaning): string | boolean | null {
  const variable = VARIABLE.exec(text)?.[1]
  const value = variable === undefined ? undefined : meaning(variable)
  return value === undefined ? text : value
}

/** A text as Moodle keeps it: without anything that looks like markup. */
export function withoutTags(text: string): string {
  return text.replaceAll(/<[^>]*>?/g, '')
}

/** One `name=value` a line, as administrators paste them. */
export function linesOf(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const pairs = lines.map((line) => /^([^=]+)=(.*)$/.exec(line)?.slice(1) ?? [])
  return Object.fromEntries(pairs.filter(([name]) => name))
}

/** Entries that are text, of anything that an administrator or a tool entered. */
export function textsIn(said: unknown): Record<string, string> {
  const entries = Object.entries(said !== null && typeof said === 'object' ? said : {})
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}
