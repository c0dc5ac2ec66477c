// Caught mails: kept newest last, in a file or in memory, and told to whoever waits for one.

import { readFileSync } from 'node:fs'
import { writeWhole } from '../files.ts'

export interface Mail {
  id: number
  at: string
  to: string[]
  from: string
  /** Where answers go, when that is somewhere else. */
  replyTo?: string
  subject: string
  text: string
  html: string
}

export interface Mailbox {
  /** All mails, or those to one address; oldest first. */
  list: (to?: string) => Mail[]
  add: (mail: Omit<Mail, 'id'>) => void
  /**
   * The next mail that fits and came after `after` (an id; 0 for any that is there).
   * @throws {Error} none came in time
   */
  waitFor: (wanted: { to: string; subject?: RegExp; after?: number }) => Promise<Mail>
  onMail: (listener: (mail: Mail) => void) => () => void
}

const MOST = 500
const PATIENCE_MS = 20_000

/** Opens the mailbox as it was kept; null keeps it in memory. */
export function openMailbox(file: string | null): Mailbox {
  let mails = load(file)
  const listeners = new Set<(mail: Mail) => void>()
  const box: Mailbox = {
    list: (to) => mails.filter((mail) => to === undefined || mail.to.includes(to)),
    add: (mail) => {
      const kept = { ...mail, id: (mails.at(-1)?.id ?? 0) + 1 }
      mails = [...mails, kept].slice(-MOST)
      if (file !== null) writeWhole(file, JSON.stringify(mails, null, 1))
      for (const listener of listeners) listener(kept)
    },
    waitFor: ({ to, subject, after = 0 }) => {
      const fits = (mail: Mail): boolean =>
        mail.id > after && mail.to.includes(to) && (subject?.test(mail.subject) ?? true)
      const there = mails.find(fits)
      return there ? Promise.resolve(there) : comes(box, fits)
    },
    onMail: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return box
}

function comes(box: Mailbox, fits: (mail: Mail) => boolean): Promise<Mail> {
  return new Promise((resolve, reject) => {
    const end = box.onMail((mail) => {
      if (!fits(mail)) return
      clearTimeout(timer)
      end()
      resolve(mail)
    })
    const timer = setTimeout(() => {
      end()
      reject(new Error('a mail that was waited for did not come'))
    }, PATIENCE_MS)
  })
}

function load(file: string | null): Mail[] {
  if (file === null) return []
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** The first link of ours in a mail's text. */
export function linkIn(mail: Mail): string {
  const link = /https?:\/\/\S+\/(?:confirm|enter)\/[\w.-]+/.exec(mail.text)?.[0]
  if (!link) throw new Error('the mail has no link')
  return link
}
