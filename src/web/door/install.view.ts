// The installation, LMS by LMS, in the words that its administrator reads there.

import { CUSTOM_VARIABLES } from '../../domain/custom-values.ts'
import type { PlatformKind } from '../../domain/platform.ts'
import { DESCRIPTION, NAME } from '../../domain/tool.ts'
import { t } from '../../text.ts'
import { paths } from '../paths.ts'

interface Value {
  name: string
  value: string
}

interface Guide {
  id: PlatformKind
  title: string
  where: string
  values: Value[]
  /** What its form wants only when every field is filled by hand. */
  manual: Value[]
  switches: string[]
  back: string[]
  /** What the LMS says by itself when a launch cannot begin: Stint never hears of it. */
  stops: string[]
}

type Where = Record<'login' | 'launch' | 'keys' | 'key' | 'icon' | 'domain', string>

/** One guide for each kind of LMS. */
export function installView(baseUrl: string, slug: string): Guide[] {
  const at = `${baseUrl}/lti/${slug}`
  const where: Where = {
    login: `${at}/login`,
    launch: `${at}/launch`,
    keys: `${at}/jwks.json`,
    key: `${baseUrl}${paths.canvasJson(slug)}`,
    icon: `${baseUrl}/public/icon.svg`,
    domain: new URL(baseUrl).host,
  }
  return [
    guide('canvas', canvasValues(where), canvasManual(where)),
    guide('moodle', moodleValues(where)),
    guide('other', otherValues(where)),
  ]
}

function guide(
  id: PlatformKind,
  values: [string, string][],
  manual: [string, string][] = [],
): Guide {
  const named = (all: [string, string][]) =>
    all.map(([name, value]) => ({ name: t(`install.${id}.value.${name}`), value }))
  return {
    id,
    title: t(`install.${id}.title`),
    where: t(`install.${id}.where`),
    values: named(values),
    manual: named(manual),
    switches: listOf(`install.${id}.switch`, SWITCHES[id]),
    back: listOf(`install.${id}.back`, BACK[id]),
    stops: listOf(`install.${id}.stop`, STOPS[id]),
  }
}

const SWITCHES: Record<PlatformKind, string[]> = {
  canvas: ['on', 'app', 'navigation', 'assignment'],
  moodle: ['version', 'usage', 'deepLinking', 'grades', 'roster', 'privacy', 'window', 'network'],
  other: ['scopes', 'names', 'frame'],
}

const BACK: Record<PlatformKind, string[]> = {
  canvas: ['client', 'deployment', 'issuer', 'urls'],
  moodle: ['details'],
  other: ['details'],
}

// canvas.md 1.3, moodle.md 2.3 and 10.
const STOPS: Record<PlatformKind, string[]> = {
  canvas: ['redirect', 'hint', 'student'],
  moodle: ['request', 'enrolment', 'student'],
  other: [],
}

function listOf(prefix: string, names: string[]): string[] {
  return names.map((name) => t(`${prefix}.${name}`))
}

function canvasValues({ key, launch }: Where): [string, string][] {
  return [
    ['json', key],
    ['redirect', launch],
  ]
}

// canvas.md 7: all that the JSON says otherwise.
function canvasManual({ launch, login, keys, domain }: Where): [string, string][] {
  return [
    ['title', NAME],
    ['description', DESCRIPTION],
    ['target', launch],
    ['login', login],
    ['keys', keys],
    ['domain', domain],
    ['custom', customLines('canvas')],
  ]
}

function moodleValues({ login, launch, keys, icon }: Where): [string, string][] {
  return [
    ['name', NAME],
    ['url', launch],
    ['keys', keys],
    ['login', login],
    ['redirect', launch],
    ['content', launch],
    ['custom', customLines('moodle')],
    ['icon', icon],
  ]
}

function otherValues({ login, launch, keys }: Where): [string, string][] {
  return [
    ['login', login],
    ['target', launch],
    ['redirect', launch],
    ['deepLink', launch],
    ['keys', keys],
    ['custom', customLines('other')],
  ]
}

/** One `name=value` a line, as LMSs take them. */
function customLines(kind: PlatformKind): string {
  const pairs = Object.entries(CUSTOM_VARIABLES[kind])
  return pairs.map(([name, variable]) => `${name}=${variable}`).join('\n')
}
