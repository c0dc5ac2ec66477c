// The institution's rules: the list, a new one, and one with all that it says.

import type { Request, Response } from 'express'
import { z } from 'zod'
import type { OfficeRole } from '../../domain/access.ts'
import { PRESETS } from '../../domain/credit/presets.ts'
import { STARTING_FREEDOM } from '../../domain/institution-rule.ts'
import { termsToCome } from '../../services/office/calendar.ts'
import { addRule, listedRules, ruleDetails } from '../../services/rules/institution-rules.ts'
import { openClaimsUnder } from '../../services/rules/rule-previews.ts'
import { today } from '../../services/rules/rules-in-force.ts'
import { day, t } from '../../text.ts'
import { fieldErrors, line, type Problems, problemsOf, read, typed } from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf, part } from '../web.ts'
import { rulePageView, ruleRow } from './institution-rule.view.ts'

const WRITERS: OfficeRole[] = ['registrar', 'approver']
const OFFICES: OfficeRole[] = [...WRITERS, 'admin']

/** The office in which somebody looks at rules. */
export function ruleOffice(res: Response): { role: string; mayWrite: boolean } {
  const { offices } = ctxOf(res).actor.session
  const office = OFFICES.find((one) => offices.includes(one)) ?? 'registrar'
  return { role: t(`role.${office}`), mayWrite: WRITERS.some((one) => offices.includes(one)) }
}

/** GET /rules */
export async function rulesPage(req: Request, res: Response): Promise<void> {
  const { role, mayWrite } = ruleOffice(res)
  const rules = await listedRules(ctxOf(res))
  showPage(req, res, {
    view: 'rules/index',
    title: t('rules.title'),
    role,
    model: { rules: rules.map(ruleRow), newHref: mayWrite ? paths.newRule() : null },
  })
}

const newForm = z.object({
  name: line(100),
  preset: z.enum(presetNames(), 'form.choose'),
  effectiveFrom: line(10),
  /** The first day of a term that was chosen instead. */
  term: line(10),
})

function presetNames(): (keyof typeof PRESETS)[] {
  return Object.keys(PRESETS).filter((name): name is keyof typeof PRESETS => name in PRESETS)
}

/** GET /rules/new */
export function newRule(req: Request, res: Response): Promise<void> {
  return showNew(req, res)
}

/** The terms from which a rule may hold, as choices. */
export async function termChoices(res: Response): Promise<{ startsOn: string; text: string }[]> {
  const terms = await termsToCome(ctxOf(res))
  return terms.map(({ name, startsOn }) => {
    return { startsOn, text: t('rules.termFrom', { name, day: day(startsOn) }) }
  })
}

async function showNew(req: Request, res: Response, problems?: Problems): Promise<void> {
  const values = { name: '', preset: 'semester45', effectiveFrom: today(ctxOf(res)) }
  showPage(req, res, {
    view: 'rules/new',
    title: t('rules.new'),
    role: ruleOffice(res).role,
    problems,
    model: {
      back: paths.rules(),
      action: paths.newRule(),
      terms: await termChoices(res),
      presets: presetNames().map((value) => ({ value, label: t(`preset.${value}`) })),
      values: { ...values, ...(problems ? typed(req) : {}) },
      errors: fieldErrors(problems, Object.keys(newForm.shape)),
    },
  })
}

/** POST /rules/new: the first version is a preset's, to be looked through in the editor. */
export async function createRule(req: Request, res: Response): Promise<void> {
  try {
    const { preset, term, ...form } = read(req, newForm)
    const wish = { ...form, effectiveFrom: term || form.effectiveFrom }
    const parameters = PRESETS[preset]
    const rule = await addRule(ctxOf(res), { ...wish, parameters, mayLoosen: STARTING_FREEDOM })
    res.redirect(303, withNotice(paths.editRule(rule.id), 'ruleBegun'))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    await showNew(req, res, problems)
  }
}

/** GET /rules/:rule */
export async function rulePage(req: Request, res: Response): Promise<void> {
  const ctx = ctxOf(res)
  const { role, mayWrite } = ruleOffice(res)
  const details = await ruleDetails(ctx, part(req, 'rule'))
  const open = await openClaimsUnder(ctx, details.rule)
  showPage(req, res, {
    view: 'rules/show',
    title: details.rule.name,
    role,
    model: {
      ...rulePageView(details, open, ctx.institution.timezone),
      editHref: mayWrite ? paths.editRule(details.rule.id) : null,
    },
  })
}
