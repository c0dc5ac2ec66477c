// The institution's settings.

import type { Request, Response } from 'express'
import { z } from 'zod'
import { NO_SETTINGS } from '../../domain/institution.ts'
import { changeSettings } from '../../services/office/settings.ts'
import { t } from '../../text.ts'
import {
  decimal,
  fieldErrors,
  line,
  type Problems,
  problemsOf,
  read,
  text,
  typed,
} from '../forms.ts'
import { showPage } from '../page.ts'
import { paths, withNotice } from '../paths.ts'
import { ctxOf } from '../web.ts'

const orNull = (most: number) => line(most).transform((value) => value || null)

/** Whole business days; where nothing is said, as many as a new institution has. */
const appealDays = decimal
  .refine((days) => days === null || (Number.isInteger(days) && days <= 60), 'settings.badDays')
  .transform((days) => days ?? NO_SETTINGS.appealDays)

const settingsForm = z.object({
  name: line(200),
  timezone: line(60),
  colour: line(60).transform((value) => value.toLowerCase() || null),
  sender: orNull(100),
  officeMail: orNull(200),
  testIssuers: text(2000).transform((value) => [
    ...new Set(
      value
        .split('\n')
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ]),
  appealDays,
})

const FIELDS = ['name', 'timezone', 'colour', 'sender', 'officeMail', 'appealDays', 'testIssuers']

/** GET /admin/settings */
export function settings(req: Request, res: Response): void {
  showSettings(req, res)
}

function showSettings(req: Request, res: Response, problems?: Problems): void {
  const { name, timezone, colour, sender, officeMail, appealDays, testIssuers } =
    ctxOf(res).institution
  const stored = {
    ...{ name, timezone, colour: colour ?? '', sender: sender ?? '', officeMail: officeMail ?? '' },
    appealDays: String(appealDays),
    testIssuers: testIssuers.join('\n'),
  }
  showPage(req, res, {
    view: 'admin/settings',
    title: t('settings.title'),
    role: t('role.admin'),
    problems,
    model: {
      action: paths.settings(),
      back: paths.admin(),
      values: { ...stored, ...(problems ? typed(req) : {}) },
      errors: fieldErrors(problems, FIELDS),
    },
  })
}

/** POST /admin/settings */
export async function saveSettings(req: Request, res: Response): Promise<void> {
  try {
    await changeSettings(ctxOf(res), read(req, settingsForm))
  } catch (error) {
    const problems = problemsOf(error)
    if (!problems) throw error
    return showSettings(req, res, problems)
  }
  res.redirect(303, withNotice(paths.settings(), 'settingsSaved'))
}
