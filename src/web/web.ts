// What every page handler has at hand.

import type { Request, Response } from 'express'
import type { Config } from '../config.ts'
import type { Institution } from '../domain/institution.ts'
import type { Launch } from '../domain/launch.ts'
import type { Platform } from '../domain/platform.ts'
import type { RegistrationDesk } from '../domain/registration.ts'
import type { Actor, Context, Hands, PersonContext } from '../services/context.ts'
import type { Views } from '../views.ts'
import type { Metrics } from './machine/metrics.ts'

/** The LTI edge as the doors see it; app.ts hands it over. */
export interface LtiDoor {
  checkLogin(institution: Institution, params: unknown): Promise<CheckedLogin>
  authorize(institution: Institution, login: CheckedLogin, proof: string): string
  launch(
    institution: Institution,
    form: unknown,
    proofs: string[],
  ): Promise<{ launch: Launch; platform: Platform; transaction: { key: string; expiresAt: Date } }>
  jwks(institution: Institution): Promise<{ keys: object[] }>
  canvasKey(institution: Institution): object
  /** Every scope we ask for. */
  scopes: string[]
}

export interface CheckedLogin {
  platform: Platform
  params: Record<string, string>
}

export interface Web {
  config: Config
  hands: Hands
  views: Views
  lti: LtiDoor
  desk: RegistrationDesk
  /**
   * Origins that may frame pages of one of an institution's registrations, or of any when none is known yet; fewer
   * when it is known which host a session was launched from.
   */
  frameOrigins: (
    institutionId: string,
    platformId: string | null,
    launchedFrom?: string | null,
  ) => Promise<string[]>
  contextFor: (actor: Actor, institution: Institution) => Context
  /** Something became due: the worker may look at once. */
  wake: () => void
  ready: () => Promise<boolean>
  /** Null when METRICS_PORT is not set. */
  metrics: Metrics | null
}

export interface Locals {
  web: Web
  id: string
  ctx?: PersonContext
  /** Before sign-in: the institution that this address belongs to. */
  host?: Institution
  /** Origins that may frame this answer. */
  ancestors: string[]
  /** A way on for who is refused at a door: the first page of the session that this browser holds. */
  wayOn?: string
  /** Where forms on this page may lead, redirects included. */
  formsLead?: 'anywhere'
  framed: boolean
}

/** What the middlewares left for this answer. */
export function localsOf(res: Response): Locals {
  return res.locals as Locals
}

/** The signed-in person's context; the route table has made sure of it. */
export function ctxOf(res: Response): PersonContext {
  const { ctx } = localsOf(res)
  if (!ctx) throw new Error('a page without a session stands in the table as if it had one')
  return ctx
}

/** Fetch Metadata: a frame's navigation says so. A browser that keeps silent is taken to be a window. */
export function isFramed(req: Request): boolean {
  const dest = req.get('sec-fetch-dest')
  return dest === 'iframe' || dest === 'frame'
}

/** One part of the path. */
export function part(req: Request, name: string): string {
  const value = req.params[name]
  return typeof value === 'string' ? value : ''
}
