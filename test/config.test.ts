// The environment is read once; what is wrong is told all at once.

import { describe, expect, it } from 'vitest'
import { ConfigError, isLoopbackUrl, readConfig } from '../src/config.ts'

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64')
const TOOL = {
  BASE_URL: 'https://stint.example.edu',
  MONGODB_URI: 'mongodb://db.example.edu/stint?replicaSet=rs0',
  MASTER_KEYS: key(1),
  SMTP_URL: 'smtps://user:secret@mail.example.edu:465',
  MAIL_FROM: 'Stint <stint@example.edu>',
}

function complaintsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const [first, ...lines] = error.message.split('\n')
    expect(first).toBe('Stint cannot start:')
    return lines.map((line) => line.replace(/^ {2}- (\w+) .*$/, '$1'))
  }
}

describe('nothing configured', () => {
  it('is the demo world on this machine', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      portGiven: false,
      baseUrl: 'http://localhost:3000',
      mongodbUri: null,
      masterKeys: [],
      smtpUrl: null,
      mailFrom: 'Stint <stint@localhost>',
      metricsPort: null,
      trustProxy: null,
      logLevel: 'info',
      privatePlatformHosts: [],
    })
  })
  it('is the same as everything empty', () => {
    const empty = Object.fromEntries(Object.keys(TOOL).map((name) => [name, '']))
    expect(readConfig({ ...empty, PORT: '', TRUST_PROXY: '', LOG_LEVEL: '' })).toEqual(
      readConfig({}),
    )
  })
  it('does not mind what else stands in the environment', () => {
    expect(readConfig({ HOME: '/', DEBUG: '*' })).toEqual(readConfig({}))
  })
})

describe('a tool with its database', () => {
  it('has all it needs', () => {
    const config = readConfig({ ...TOOL, PORT: '8080', METRICS_PORT: '9090' })
    expect(config).toMatchObject({
      port: 8080,
      portGiven: true,
      baseUrl: 'https://stint.example.edu',
      mongodbUri: TOOL.MONGODB_URI,
      smtpUrl: TOOL.SMTP_URL,
      mailFrom: TOOL.MAIL_FROM,
      metricsPort: 9090,
    })
  })
  it('cannot start without keys, mail and sender, and says so in one list', () => {
    const { MONGODB_URI } = TOOL
    expect(complaintsOf({ MONGODB_URI })).toEqual(['MASTER_KEYS', 'SMTP_URL', 'MAIL_FROM'])
  })
  it('takes several master keys, newest first', () => {
    const { masterKeys } = readConfig({ ...TOOL, MASTER_KEYS: `${key(2)}, ${key(1)}` })
    expect(masterKeys.map((k) => k[0])).toEqual([2, 1])
  })
})

describe('what is wrong', () => {
  it('is told all at once, with what is missing', () => {
    expect(
      complaintsOf({
        PORT: 'many',
        BASE_URL: 'stint.example.edu',
        MONGODB_URI: 'postgres://x',
        MASTER_KEYS: 'short',
        SMTP_URL: 'mail.example.edu',
        METRICS_PORT: '0',
        TRUST_PROXY: 'true',
        LOG_LEVEL: 'loud',
        PRIVATE_PLATFORM_HOSTS: 'moodle',
      }).toSorted(),
    ).toEqual([
      'BASE_URL',
      'LOG_LEVEL',
      'MAIL_FROM',
      'MASTER_KEYS',
      'METRICS_PORT',
      'MONGODB_URI',
      'PORT',
      'PRIVATE_PLATFORM_HOSTS',
      'SMTP_URL',
      'TRUST_PROXY',
    ])
  })
  it('never shows a secret', () => {
    try {
      readConfig({ ...TOOL, MASTER_KEYS: 'c2VjcmV0', SMTP_URL: 'ftp://user:secret@x' })
    } catch (error) {
      expect(String(error)).not.toMatch(/c2VjcmV0|secret@/)
    }
    expect.assertions(1)
  })
})

describe('each variable', () => {
  const wrong = (name: string, value: string) => complaintsOf({ ...TOOL, [name]: value })

  it.each(['0', '65536', '-1', '80.5', 'http', '3000x'])('PORT is not %s', (value) => {
    expect(wrong('PORT', value)).toEqual(['PORT'])
  })
  it.each([
    'http://stint.example.edu',
    'https://stint.example.edu/tool',
    'https://stint.example.edu/?a=b',
    'https://user@stint.example.edu',
    'ftp://localhost',
    '//stint.example.edu',
  ])('BASE_URL is not %s', (value) => {
    expect(wrong('BASE_URL', value)).toEqual(['BASE_URL'])
  })
  it.each([
    ['https://stint.example.edu/', 'https://stint.example.edu'],
    ['https://stint.example.edu:8443', 'https://stint.example.edu:8443'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('BASE_URL %s is the origin %s', (value, origin) => {
    expect(readConfig({ ...TOOL, BASE_URL: value }).baseUrl).toBe(origin)
  })
  it.each([
    ['2', 2],
    ['0', 0],
    ['loopback', ['loopback']],
    ['10.0.0.0/8, fd00::/8,loopback', ['10.0.0.0/8', 'fd00::/8', 'loopback']],
  ])('TRUST_PROXY %s is %j', (value, networks) => {
    expect(readConfig({ TRUST_PROXY: value }).trustProxy).toEqual(networks)
  })
  it.each(['true', 'yes', '*', '10.0.0.0/33', '10.0.0.0/x', '10.0.0/8', '1,2', '-1', '100'])(
    'TRUST_PROXY is not %s',
    (value) => {
      expect(wrong('TRUST_PROXY', value)).toEqual(['TRUST_PROXY'])
    },
  )
  it.each(['c2hvcnQ=', `${key(1)},`, `${key(1)} ${key(2)}`, '!'.repeat(43)])(
    'MASTER_KEYS is not %s',
    (value) => {
      expect(wrong('MASTER_KEYS', value)).toEqual(['MASTER_KEYS'])
    },
  )
  it.each(['moodle:80', '127.0.0.1:8080', '[::1]:8080', 'a:1, b:2'])(
    'PRIVATE_PLATFORM_HOSTS may be %s',
    (value) => {
      expect(wrong('PRIVATE_PLATFORM_HOSTS', value)).toEqual([])
    },
  )
  it.each(['moodle', 'http://moodle:80', 'moodle:80/x', 'moodle:http', 'moodle:70000'])(
    'PRIVATE_PLATFORM_HOSTS is not %s',
    (value) => {
      expect(wrong('PRIVATE_PLATFORM_HOSTS', value)).toEqual(['PRIVATE_PLATFORM_HOSTS'])
    },
  )
})

describe('a loopback address', () => {
  it.each(['http://localhost', 'https://127.0.0.1:1/x', 'http://[::1]'])('is %s', (address) => {
    expect(isLoopbackUrl(address)).toBe(true)
  })
  it.each(['http://localhost.example.org', 'http://10.0.0.1', 'localhost', ''])(
    'is not %s',
    (address) => {
      expect(isLoopbackUrl(address)).toBe(false)
    },
  )
})
