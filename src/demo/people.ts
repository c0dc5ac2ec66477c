// People of the story as visitors: each has a browser of their own and comes from a network of their own kind.

import { t } from '../text.ts'
import type { Kind } from './lms/model.ts'
import { newVisitor, type Page, type Visitor } from './visitor.ts'
import type { World } from './world.ts'

export interface Someone {
  kind: Kind
  /** As the LMS's person switcher names them. */
  key: string
  /** The number of a course that was copied; the one that the LMS comes with when there is none. */
  course?: number
}

/** Where the pages of somebody's course are, under the LMS's address. */
export function homeOf({ kind, course }: Someone): string {
  return course === undefined ? kind : `${kind}/courses/${course}`
}

export interface People {
  /** Opens an assignment in the LMS as this person; null for the course's navigation. Gives what the frame shows. */
  launch: (who: Someone, column: number | null) => Promise<Page>
  /** The browser of somebody in the LMS. */
  browser: (who: Someone) => Visitor
  /** The browser of an employer, by mail address. */
  employer: (mail: string) => Visitor
}

/** The people of one world. */
export function peopleOf(world: Pick<World, 'urls'>): People {
  const browsers = new Map<string, Visitor>()
  const browser = (name: string, network: number): Visitor => {
    const known = browsers.get(name)
    if (known) return known
    const made = newVisitor(`127.0.${network}.${(browsers.size % 200) + 10}`)
    browsers.set(name, made)
    return made
  }
  const CAMPUS = 20
  const inLms = ({ kind, key }: Someone): Visitor => browser(`${kind} ${key}`, CAMPUS)
  return {
    browser: inLms,
    employer: (mail) => browser(mail, 30 + (browsers.size % 200)),
    launch: async (who, column) => {
      const visitor = inLms(who)
      const path = column === null ? 'stint' : `assignments/${column}`
      const open = async () => {
        const course = await visitor.open(`${world.urls.lms}/${homeOf(who)}/${path}`)
        return visitor.openFrame(await visitor.submit(course, { person: who.key }))
      }
      const page = await open()
      // On a busy machine a roster may come after the tool's patience; its page says what to do then.
      return page.text.includes(t('review.rosterUnread')) ? open() : page
    },
  }
}
