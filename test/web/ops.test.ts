// For probes and Prometheus: alive, ready, and the numbers on a port of their own.

import request from 'supertest'
import { describe, expect, test } from 'vitest'
import { startEmbedded } from '../../src/store/embedded.ts'
import { testApp } from '../support/app.ts'
import { aCampus } from '../support/campus.ts'

describe('a process', () => {
  const stint = testApp({ env: { METRICS_PORT: '9464' } })

  test('is live, and ready while its database answers and it does not drain', async () => {
    const live = await stint.visitor().get('/health/live')
    expect([live.status, live.body]).toEqual([200, { status: 'live' }])
    const ready = await stint.visitor().get('/health/ready')
    expect([ready.status, ready.body]).toEqual([200, { status: 'ready' }])
    expect(ready.headers['cache-control']).toBe('no-store')
  })

  test('counts requests by the pattern of their address, for Prometheus alone', async () => {
    const campus = await aCampus(stint.app, stint.lms, 'north')
    await stint.visitor().get(`/confirm/${campus.confirmToken}`)
    await stint.visitor().get('/wp-login.php')
    const { metrics } = stint.app
    if (!metrics) throw new Error('there is a port for numbers')
    const { text, status } = await request(metrics).get('/metrics')
    expect(status).toBe(200)
    expect(text).toContain('route="/confirm/:token"')
    expect(text).toContain('stint_debts{state="due"} 0')
    expect(text).not.toContain(campus.confirmToken)
    expect(text).not.toContain('wp-login')
    expect((await request(metrics).get('/')).status).toBe(404)
    expect((await stint.visitor().get('/metrics')).status).toBe(404)
  })

  test('is not ready once it drains, but lives and answers', async () => {
    stint.app.drain()
    expect((await stint.visitor().get('/health/ready')).status).toBe(503)
    expect((await stint.visitor().get('/health/live')).status).toBe(200)
    expect((await stint.visitor().get('/')).status).toBe(401)
  })
})

describe('without its database', () => {
  const stint = testApp({ env: async () => ({ MONGODB_URI: (await own()).uri }) })
  let mongo: Awaited<ReturnType<typeof startEmbedded>> | null = null
  async function own() {
    mongo = await startEmbedded({ dataDir: null, say: () => {} })
    return mongo
  }

  test('a process lives, says that it is not ready, and shows readable pages with nothing of the fault', async () => {
    const campus = await aCampus(stint.app, stint.lms, 'north')
    const student = stint.visitor().holding(campus.people.student)
    expect((await student.get('/')).status).toBe(200)
    await mongo?.stop()
    const ready = await stint.visitor().get('/health/ready')
    expect(ready.status).toBe(503)
    expect((await stint.visitor().get('/health/live')).status).toBe(200)
    const page = await student.get('/')
    expect(page.status).toBe(503)
    expect(page.text).not.toMatch(/mongo|ECONN|127\.0\.0\.1/i)
  })
})
