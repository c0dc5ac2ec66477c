// Models of the administrator's pages and of what an LMS's administrator sees, shaped by the code of the real pages.

import { readableKinds } from '../../src/domain/audit.ts'
import { NO_SETTINGS } from '../../src/domain/institution.ts'
import type { Platform } from '../../src/domain/platform.ts'
import type { AuditPage } from '../../src/services/office/audits.ts'
import { t } from '../../src/text.ts'
import { installView } from '../../src/web/door/install.view.ts'
import { securityModel } from '../../src/web/door/security-review.ts'
import { auditView } from '../../src/web/office/audit.ts'
import { FIELDS, platformValues } from '../../src/web/office/platform.form.ts'
import {
  platformFacts,
  platformLine,
  registeredView,
  rolesView,
  updateView,
} from '../../src/web/office/platform.view.ts'
import { removeView, wipeView } from '../../src/web/office/removals.view.ts'
import { paths } from '../../src/web/paths.ts'
import { aPlatform } from '../support/setting.ts'
import { ada, ago, ZONE } from './cast.ts'

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope'

const canvas = aPlatform({
  id: 'p1',
  name: 'Lakeside Canvas',
  lastLaunchAt: ago(0.1),
  lastStep: 'frame',
  lastTokenAt: ago(0.2),
  lastScoreAt: ago(1),
  lastTrouble: { at: ago(2), text: 'lms.unpublished' },
})
const paused = aPlatform({
  id: 'p2',
  name: 'Lakeside Moodle',
  kind: 'moodle',
  issuer: 'https://moodle.lakeside.example',
  state: 'paused',
  test: true,
})
const waiting = aPlatform({
  id: 'p3',
  name: 'moodle.lakeside.example',
  kind: 'moodle',
  issuer: 'https://moodle.lakeside.example',
  state: 'waiting',
  registered: {
    at: ago(0.1),
    origin: 'https://moodle.lakeside.example',
    product: 'moodle',
    version: '4.5.6 (Build: 20250811)',
    account: null,
    scopes: [`${AGS}/score`, `${AGS}/result.readonly`],
    deployments: ['3'],
  },
})

const MOODLE = 'https://moodle.lakeside.example'
const updating: Platform = {
  ...waiting,
  state: 'active',
  update: {
    facts: {
      issuer: MOODLE,
      loginUrl: `${MOODLE}/mod/lti/auth.php`,
      tokenUrl: `${MOODLE}/mod/lti/token.php`,
      jwksUrl: `${MOODLE}/mod/lti/certs.php`,
      tokenAudience: null,
    },
    registered: {
      ...{ at: ago(0.05), origin: MOODLE, product: 'moodle', version: '5.1', account: null },
      ...{ scopes: [`${AGS}/score`, `${AGS}/lineitem`], deployments: ['3'] },
    },
  },
}

/** The administrator's first page. */
export const admin = {
  timezone: ZONE,
  owed: { due: 2, stuck: 1 },
  platforms: [canvas, { ...paused, update: updating.update }, waiting].map((one) =>
    platformLine(one, ZONE),
  ),
  invitations: [
    { createdAt: ago(0.5), expiresAt: ago(-2), cancel: paths.cancelInvite('invitation') },
  ],
  places: (['approved', 'refused', 'paused'] as const).map((state) => ({
    platform: 'Lakeside Canvas',
    platformId: 'p1',
    deploymentId: `7:${state}`,
    since: ago(40),
    state: t(`admin.place.${state}`),
    tone: state === 'approved' ? 'good' : 'neutral',
    next: state === 'approved' ? 'paused' : 'approved',
    nextText: t(state === 'approved' ? 'admin.pause' : 'admin.approve'),
  })),
  waiting: [
    { platform: 'Lakeside Canvas', platformId: 'p1', deploymentId: '97:4f2c', since: ago(0.2) },
  ],
  action: paths.deployment(),
  paths: {
    invite: paths.invite(),
    newPlatform: paths.newPlatform(),
    install: paths.install('lakeside'),
    doctor: paths.doctor(),
    settings: paths.settings(),
    security: paths.security(),
  },
}

const platformModel = (platform: Platform) => ({
  timezone: ZONE,
  platform: platformLine(platform, ZONE),
  facts: platformFacts(platform),
  registered: registeredView(platform),
  roles: rolesView(platform),
  update: updateView(platform),
  id: platform.id,
  places: [{ id: '97:4f2c', state: t('admin.place.approved') }],
  state: platform.state,
  paths: {
    admin: paths.admin(),
    state: paths.platformState(platform.id),
    edit: paths.editPlatform(platform.id),
    remove: paths.removePlatform(platform.id),
    wipe: platform.test ? paths.wipePlatform(platform.id) : null,
    invite: paths.invite(),
  },
})

const logged = (what: string, personId: string | null, facts: Record<string, unknown> = {}) => ({
  ...{ id: what, institutionId: 'i1', at: ago(0.1), what: `audit.${what}`, personId, facts },
})
const log: AuditPage = {
  kinds: readableKinds(['admin']),
  entries: [
    logged('reportRead', null, { tokenId: '0mwvjtoziq5bd9922clp' }),
    logged('platformPaused', 'p9', { platformId: 'p1' }),
    logged('linkUsed', 'somebody', { office: 'admin' }),
  ],
  people: new Map([['p9', { ...ada, id: 'p9', name: 'Sam Ortiz', offices: ['admin'] }]]),
  platforms: new Map([['p1', 'Lakeside Canvas']]),
  next: { at: ago(0.1), id: 'linkUsed' },
}

const noErrors = (fields: string[]) => Object.fromEntries(fields.map((field) => [field, null]))
const form = (known: Platform | null) => ({
  action: known ? paths.editPlatform(known.id) : paths.addPlatform(),
  back: known ? paths.platform(known.id) : paths.admin(),
  name: known?.name ?? null,
  install: paths.install('lakeside'),
  values: platformValues(known),
  errors: noErrors(FIELDS),
})

const SETTINGS = ['name', 'timezone', 'colour', 'sender', 'officeMail', 'appealDays', 'testIssuers']
const settings = {
  action: paths.settings(),
  back: paths.admin(),
  values: { ...NO_SETTINGS, name: 'Lakeside', timezone: ZONE, colour: '#8a1538', testIssuers: '' },
  errors: noErrors(SETTINGS),
}

const invited = {
  url: `https://stint.example/lti/lakeside/register?invite=${'x'.repeat(43)}`,
  updates: false,
  expiresAt: ago(-3),
  timezone: ZONE,
  back: paths.admin(),
}

type Rows = [name: string, view: string, shell: object, model: object][]

/** Each page in the variants that look different. */
export function adminSamples(office: object, officeWithErrors: object, stranger: object): Rows {
  const wrong = {
    ...form(null),
    errors: { ...noErrors(FIELDS), issuer: t('form.required'), kind: t('form.choose') },
  }
  const pale = { ...settings, errors: { ...settings.errors, colour: t('settings.paleColour') } }
  return [
    ['platform', 'admin/platform', office, platformModel(canvas)],
    ['platform-paused', 'admin/platform', office, { ...platformModel(paused), places: [] }],
    ['platform-waiting', 'admin/platform', office, { ...platformModel(waiting), places: [] }],
    ['platform-new', 'admin/platform-form', office, form(null)],
    ['platform-wrong', 'admin/platform-form', officeWithErrors, wrong],
    ['platform-edit', 'admin/platform-form', office, form(canvas)],
    ['platform-remove', 'admin/sure', office, removeView(canvas)],
    [
      'platform-wipe',
      'admin/sure',
      office,
      wipeView({ platform: canvas, size: { courses: 1, people: 14, claims: 9 } }),
    ],
    ['platform-update', 'admin/platform', office, platformModel(updating)],
    ['invited', 'admin/invited', office, invited],
    ['invited-update', 'admin/invited', office, { ...invited, updates: true }],
    ['settings', 'admin/settings', office, settings],
    ['settings-pale', 'admin/settings', office, pale],
    ['audit', 'audit/index', office, auditView(log, { kind: 'reportRead', personId: null }, ZONE)],
    [
      'audit-empty',
      'audit/index',
      office,
      auditView({ ...log, entries: [], next: null }, { kind: null, personId: 'p9' }, ZONE),
    ],
    ['security', 'admin/security', office, securityModel('Lakeside', [`${AGS}/score`])],
    [
      'install',
      'lti/install',
      stranger,
      { institution: 'Lakeside', guides: installView('https://stint.example', 'lakeside') },
    ],
    [
      'invited-open',
      'lti/invited',
      stranger,
      {
        institution: 'Lakeside',
        expiresAt: ago(-3),
        timezone: ZONE,
        install: paths.install('lakeside'),
      },
    ],
    [
      'registered',
      'lti/registered',
      stranger,
      {
        name: 'moodle.lakeside.example',
        title: t('registered.title'),
        next: t('registered.then.moodle'),
        after: t('registered.after', { admin: 'https://stint.example/admin' }),
      },
    ],
  ]
}
