// "Try this": what a newcomer may do in the demo, each line ticked off by what really happened.

export interface Try {
  id: string
  text: string
  /** The page of the demo where it begins; `mail` is the mail catcher's. */
  at: string
  when: RegExp
}

export const TRIES: Try[] = [
  {
    id: 'stand',
    text: 'Open BIO 210 as Ada Marsh: where does she stand?',
    at: '/canvas/assignments/1?as=ada',
    when: /^canvas launch:ada$/,
  },
  {
    id: 'confirm',
    text: 'Be Ms Okafor: open the link in her mail and confirm the hours',
    at: 'mail',
    when: /^mail ada\.marsh@/,
  },
  {
    id: 'approve',
    text: 'Be Dr Rivera: decide on a claim that waits, and watch the gradebook',
    at: '/canvas/stint?as=elena',
    when: /^canvas score:1$/,
  },
  {
    id: 'publish',
    text: 'One score could not be delivered: publish “Field practice”, then send it again in Stint',
    at: '/canvas/grades?as=elena',
    when: /^canvas score:2$/,
  },
  {
    id: 'override',
    text: 'Change a grade by hand in the gradebook, and see what Stint makes of it',
    at: '/canvas/grades?as=elena',
    when: /^canvas override$/,
  },
  {
    id: 'ways',
    text: 'Let Canvas grade in its own way: “How it is graded” on an assignment, or a late policy under “Settings”; then approve a claim',
    at: '/canvas/assignments/1?as=elena',
    when: /^canvas grading$/,
  },
  {
    id: 'assistant',
    text: 'Open MKT 150 in Moodle as the assistant, who may look and not decide',
    at: '/moodle/assignments/1?as=petra',
    when: /^moodle launch:petra$/,
  },
  {
    id: 'copy',
    text: 'Be Dr Rivera: copy the course for the next term, and open its first assignment',
    at: '/canvas?as=elena',
    when: /^canvas course copied$/,
  },
  {
    id: 'report',
    text: 'Enter the registrar’s office and look at the completion report',
    at: '/office/registrar',
    when: /^office registrar$/,
  },
]

/** The list after something happened; before the story is seeded nothing is ticked off. */
export function ticked(tried: string[] | null, what: string): string[] | null {
  if (tried === null) return null
  const now = TRIES.filter((one) => one.when.test(what) && !tried.includes(one.id))
  return now.length === 0 ? tried : [...tried, ...now.map((one) => one.id)]
}
