// The environment, read once: every variable with its meaning and default (interfaces.md).

import { isIP } from 'node:net'
import { z } from 'zod'

export interface Config {
  port: number
  /** True when PORT was given: a taken one then ends the start. */
  portGiven: boolean
  baseUrl: string
  /** Null: nothing configured, the demo world. */
  mongodbUri: string | null
  /** Newest first, 32 bytes each. */
  masterKeys: Buffer[]
  smtpUrl: string | null
  mailFrom: string
  metricsPort: number | null
  trustProxy: number | string[] | null
  logLevel: string
  privatePlatformHosts: string[]
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for an address that never leaves this machine. */
export function isLoopbackUrl(address: string): boolean {
  return URL.canParse(address) && LOOPBACK.has(new URL(address).hostname)
}

const port = z.coerce.number('must be a port number').int().min(1).max(65535)

const masterKeys = z.string().transform((text, check) => {
  const parts = text.split(',').map((part) => part.trim())
  // Buffer.from would stop at the first letter that is none of base64, and say nothing.
  if (parts.every((part) => /^[A-Za-z0-9+/]{43}=?$/.test(part))) {
    return parts.map((part) => Buffer.from(part, 'base64'))
  }
  check.addIssue('must be base64 of 32 bytes each, separated by commas')
  return z.NEVER
})

const baseUrl = z.string().transform((text, check) => {
  const url = URL.canParse(text) ? new URL(text) : null
  const plain = url !== null && url.pathname === '/' && !url.search && !url.hash && !url.username
  if (!plain) check.addIssue('must be an address like https://stint.example.edu, without a path')
  else if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackUrl(text))) {
    check.addIssue('must begin with https:// (http is for loopback hosts only)')
  } else return url.origin
  return z.NEVER
})

function isNetwork(text: string): boolean {
  const [address = '', size] = text.split('/')
  const family = isIP(address)
  if (family === 0 || size === undefined) return family !== 0
  return /^\d{1,3}$/.test(size) && Number(size) <= (family === 4 ? 32 : 128)
}

const trustProxy = z.string().transform((text, check) => {
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const networks = text.split(',').map((part) => part.trim())
  if (networks.every((part) => part === 'loopback' || isNetwork(part))) return networks
  check.addIssue('must be a number of proxies, or a list of networks or "loopback"')
  return z.NEVER
})

const hosts = z.string().transform((text, check) => {
  const list = text.split(',').map((part) => part.trim())
  const known = (part: string) =>
    /^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$/i.test(part) && URL.canParse(`http://${part}`)
  if (list.every(known)) return list
  check.addIssue('must be a list of host:port')
  return z.NEVER
})

const environment = z.object({
  PORT: port.optional(),
  BASE_URL: baseUrl.optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  MASTER_KEYS: masterKeys.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().optional(),
  METRICS_PORT: port.optional(),
  TRUST_PROXY: trustProxy.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  PRIVATE_PLATFORM_HOSTS: hosts.default([]),
})

const NEEDED = {
  MASTER_KEYS: 'is missing: base64 of 32 random bytes, the root of every key',
  SMTP_URL: 'is missing: where mail goes out, smtp://user:password@host:587',
  MAIL_FROM: 'is missing: the sender of our mail, Stint <stint@example.edu>',
} as const

export class ConfigError extends Error {}

/**
 * Reads the environment. An empty variable counts as not set.
 * @throws {ConfigError} with one readable list of all that is wrong
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`)
  if (given.MONGODB_URI) {
    for (const [name, why] of Object.entries(NEEDED)) if (!given[name]) wrong.push(`${name} ${why}`)
  }
  if (!parsed.success || wrong.length > 0) {
    throw new ConfigError(`Stint cannot start:\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
  }
  return configFrom(parsed.data)
}

function configFrom(read: z.output<typeof environment>): Config {
  const port = read.PORT ?? 3000
  return {
    port,
    portGiven: read.PORT !== undefined,
    baseUrl: read.BASE_URL ?? `http://localhost:${port}`,
    mongodbUri: read.MONGODB_URI ?? null,
    masterKeys: read.MASTER_KEYS ?? [],
    smtpUrl: read.SMTP_URL ?? null,
    mailFrom: read.MAIL_FROM ?? 'Stint <stint@localhost>',
    metricsPort: read.METRICS_PORT ?? null,
    trustProxy: read.TRUST_PROXY ?? null,
    logLevel: read.LOG_LEVEL,
    privatePlatformHosts: read.PRIVATE_PLATFORM_HOSTS,
  }
}
