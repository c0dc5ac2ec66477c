// docker-compose.yml, Dockerfile and .env.example fit together and keep the tool in its place.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readConfig } from '../../src/config.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8')

const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  env_file: z.string().optional(),
  environment: z.unknown().optional(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
})
const { services } = z
  .object({ services: z.object({ mongo: service, stint: service, mail: service }) })
  .parse(parse(read('docker-compose.yml')))
const dockerfile = read('Dockerfile')
const example = Object.fromEntries(
  read('.env.example')
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
)

describe('docker-compose.yml', () => {
  it('runs MongoDB as a replica set of one that its health check begins', () => {
    expect(services.mongo.command?.join(' ')).toContain('--replSet rs0')
    const check = services.mongo.healthcheck?.test.join(' ') ?? ''
    expect(check).toContain("rs.initiate({ _id: 'rs0'")
    expect(check).toContain('isWritablePrimary')
    expect(example.MONGODB_URI).toBe('mongodb://mongo:27017/stint?replicaSet=rs0')
  })
  it('starts the tool when the database can be written to', () => {
    expect(services.stint.depends_on?.mongo?.condition).toBe('service_healthy')
  })
  it.each(['stint', 'mail'] as const)('lets %s write nowhere and rise to nothing', (name) => {
    const { read_only, tmpfs, cap_drop, security_opt, user } = services[name]
    expect({ read_only, tmpfs, cap_drop, security_opt }).toEqual({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
    expect(user).toMatch(/^(node|1000:1000)$/)
  })
  it('opens doors on this machine only, and none to the database', () => {
    const ports = Object.values(services).flatMap((s) => s.ports)
    expect(ports).toEqual(['127.0.0.1:3000:3000', '127.0.0.1:8025:8025'])
  })
  it('names a release of every image, never "latest"', () => {
    for (const { image } of Object.values(services)) expect(image).toMatch(/:v?\d+\.\d+\.\d+$/)
  })
  it('gives the tool longer to stop than it needs', () => {
    expect(services.stint.stop_grace_period).toBe('15s')
  })
  it('knows how every part is', () => {
    expect(services.mail.healthcheck?.test[0]).toBe('CMD')
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\n?.*\/health\/live/m)
  })
})

describe('.env.example', () => {
  it('lists the variables that src/config.ts reads, and no others', () => {
    const source = read('src/config.ts')
    const schema = source.slice(source.indexOf('z.object({'), source.indexOf('const NEEDED'))
    const names = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map((match) => match[1])
    expect(names.length).toBeGreaterThan(8)
    expect(Object.keys(example).toSorted()).toEqual(names.toSorted())
    expect(services.stint.env_file).toBe('.env')
    expect(services.stint.environment).toBeUndefined()
  })
  it('lacks only the master key, and says how to make one', () => {
    expect(() => readConfig(example)).toThrow(
      /^Stint cannot start:\n {2}- MASTER_KEYS is missing.*$/,
    )
    const key = Buffer.alloc(32, 7).toString('base64')
    expect(readConfig({ ...example, MASTER_KEYS: key })).toMatchObject({
      port: 3000,
      baseUrl: 'http://localhost:3000',
      smtpUrl: 'smtp://mail:1025',
    })
    const command = /^#\s+(sed .* > \.env)$/m.exec(read('.env.example'))?.[1] ?? 'none'
    expect(read('README.md').split('\n')).toContain(command)
  })
})

describe('the image', () => {
  it('is built and run on one release of Node 24, without root and development packages', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1])
    expect(new Set(bases).size).toBe(1)
    expect(bases[0]).toMatch(/^node:24\.\d+\.\d+-bookworm-slim$/)
    expect(dockerfile).toMatch(/^RUN npm ci$/m)
    expect(dockerfile).toContain('npm prune --omit=dev')
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM '))).toMatch(/^USER node$/m)
  })
  it('holds what it is built from, and not the demo', () => {
    const kept = read('.dockerignore').split('\n')
    expect(kept).toContain('*')
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      (match) => match[1]?.split(' ') ?? [],
    )
    for (const name of copied) expect(kept).toContain(`!${name}`)
    expect(kept.indexOf('src/demo')).toBeGreaterThan(kept.indexOf('!src'))
  })
})
