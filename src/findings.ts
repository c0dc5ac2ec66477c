// A doctor's findings in words: what was found, and which setting of that LMS to change.

import type { Finding } from './domain/examination.ts'
import { hasText, t } from './text.ts'

export interface ToldFinding {
  id: string
  level: Finding['level']
  /** Where to change it; empty when there is nothing to change. */
  setting: string
  text: string
}

/** One finding, told. */
export function told({ id, level, platform, facts }: Finding): ToldFinding {
  const lms = t(`lms.name.${platform?.kind ?? 'other'}`)
  const reason = reasonOf(id, facts.reason)
  const words = { ...facts, lms, name: platform?.name ?? '', reason }
  const key = `doctor.${level === 'good' ? 'good' : 'bad'}.${id}`
  return {
    id,
    level,
    setting: level === 'good' ? '' : settingOf(id, platform?.kind, words),
    text: t(key, words).trim(),
  }
}

// A scope's own sentence says already that it is missing.
function reasonOf(id: string, reason: unknown): string {
  const isSaid = id.startsWith('scope.') && reason === 'lms.noScope'
  if (typeof reason !== 'string' || isSaid) return ''
  // Most reasons are told of scores; here they are about whatever was looked at.
  const own = reason.replace(/^lms\./, 'doctor.reason.')
  if (hasText(own)) return t(own)
  return hasText(reason) ? t(reason) : ''
}

function settingOf(id: string, kind: string | undefined, words: Record<string, unknown>): string {
  const keys = [
    `doctor.setting.${id}.${kind}`,
    `doctor.setting.${id}.other`,
    `doctor.setting.${id}`,
  ]
  const key = keys.find(hasText)
  return key ? t(key, words) : ''
}
