// How a process begins and ends: what runs is finished, nothing new is begun, and a start that cannot be says why.

import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { portOf } from '../../src/demo/ports.ts'
import { closeServer, openServer } from '../../src/server.ts'
import { freshUri } from '../support/mongo.ts'
import { freePort, type Tool, toolProcess } from './tool.ts'

const env = () => ({
  MONGODB_URI: freshUri(),
  MASTER_KEYS: randomBytes(32).toString('base64'),
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'Stint <stint@localhost>',
})

let tool: Tool
let port: number
async function started(): Promise<void> {
  port = await freePort()
  tool = toolProcess(port, env())
  await tool.start()
}
afterEach(() => tool?.kill())

const BODY = 'iss=https%3A%2F%2Flms.example'
const HEAD = `POST /confirm/none HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${BODY.length}\r\n\r\n`

/** A request that the tool is in the middle of: its body is still coming. */
async function halfARequest(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {})
  // The tool has read the head once it asks for the body.
  const head = HEAD.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n')
  socket.write(head)
  const [asked] = await once(socket, 'data')
  expect(String(asked)).toContain('100 Continue')
  return socket
}

/** Settles when the tool takes nobody new any more. */
async function isShut(): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (!isOpen) return
  }
}

describe('a process that is told to stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s finishes what runs, takes nobody new, and ends well',
    async (signal) => {
      await started()
      const running = await halfARequest()
      tool.signal(signal)
      await isShut()
      running.write(BODY)
      const [answer] = await once(running, 'data')
      expect(String(answer)).toMatch(/^HTTP\/1.1 404/)
      expect(await tool.gone()).toBe(0)
      expect(tool.said()).toContain('Stint is closed')
    },
  )

  test('ends although somebody keeps a connection open, or never finishes', async () => {
    await started()
    const idle = connect(port, '127.0.0.1')
    await once(idle, 'connect')
    await halfARequest()
    expect(await tool.stop()).toBe(0)
  })

  test('twice ends at once', async () => {
    await started()
    const running = await halfARequest()
    tool.signal('SIGTERM')
    await isShut()
    const cut = once(running, 'close')
    tool.signal('SIGTERM')
    expect(await tool.gone()).toBe(1)
    await cut
    expect(tool.said()).not.toContain('Stint is closed')
  })
})

describe('a start that cannot be', () => {
  const start = async (more: Record<string, string>) => {
    const options = {
      cwd: join(import.meta.dirname, '../..'),
      env: { PATH: process.env.PATH, NODE_ENV: 'test', ...more },
    }
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/main.ts'], options)
    const failed = await run.then(
      () => null,
      (error: { code: number; stdout: string; stderr: string }) => error,
    )
    if (!failed) throw new Error('it started and ended well')
    return failed
  }

  test('lists everything that is missing or wrong, once, and nothing else', async () => {
    const { code, stderr, stdout } = await start({
      MONGODB_URI: 'mongodb://127.0.0.1:1/x',
      PORT: 'many',
      TRUST_PROXY: 'true',
      BASE_URL: 'http://stint.example.edu',
    })
    expect(code).toBe(1)
    expect(stdout).toBe('')
    const [title, ...lines] = stderr.trimEnd().split('\n')
    expect(title).toBe('Stint cannot start:')
    const named = lines.map((line) => /^ {2}- (\w+) \w/.exec(line)?.[1])
    expect(named.sort()).toEqual(
      ['BASE_URL', 'MAIL_FROM', 'MASTER_KEYS', 'PORT', 'SMTP_URL', 'TRUST_PROXY'].sort(),
    )
  })

  test('says so when the database is not there, or the port is taken', async () => {
    const away = await start({ ...env(), MONGODB_URI: 'mongodb://127.0.0.1:1/x' })
    expect(away.code).toBe(1)
    expect(away.stderr).toContain('cannot be reached')
    expect(away.stderr).not.toContain('    at ')
    const taken = await openServer(() => {}, 0)
    const second = await start({ ...env(), PORT: String(portOf(taken)) })
    await closeServer(taken)
    expect(second.code).toBe(1)
    expect(second.stderr).toContain('EADDRINUSE')
  })
})
