// Whether an LMS works, in words: when it was opened last, gave a token and took a score, and what went wrong last.

import type { Platform } from './domain/platform.ts'
import { hasText, instant, t } from './text.ts'

export interface Standing {
  /** One line of truth. */
  works: string
  /** What went wrong last; null when nothing has. */
  trouble: string | null
}

/** How it stands with an LMS, as its administrator is told on the page and on the command line. */
export function standingOf(platform: Platform, timezone: string): Standing {
  const { lastLaunchAt, lastStep, lastTokenAt, lastScoreAt, lastTrouble } = platform
  const at = (when: Date) => ({ at: instant(when, timezone) })
  const works = [
    lastLaunchAt ? t('admin.lastLaunch', at(lastLaunchAt)) : t('admin.noLaunch'),
    lastLaunchAt && lastStep ? t(`platform.step.${lastStep}`) : '',
    lastTokenAt ? t('admin.lastToken', at(lastTokenAt)) : t('admin.noToken'),
    lastScoreAt ? t('admin.lastScore', at(lastScoreAt)) : t('admin.noScore'),
  ]
  return {
    works: works.filter(Boolean).join(' '),
    trouble:
      lastTrouble &&
      t('admin.lastTrouble', { ...at(lastTrouble.at), text: words(lastTrouble.text) }),
  }
}

function words(key: string): string {
  return hasText(key) ? t(key) : ''
}
