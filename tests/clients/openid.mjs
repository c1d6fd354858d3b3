// A connected system on the stock client openid-client. Reads its task from the first line of standard input, prints
// where the browser is to go, reads where the browser came back, then prints what it got, one JSON object a line.
import { createInterface } from 'node:readline'
import * as client from 'openid-client'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const next = async () => JSON.parse((await lines.next()).value)
const say = (value) => process.stdout.write(JSON.stringify(value) + '\n')
const refused = async (promise) => promise.then(() => 'accepted', (fault) => fault.error ?? fault.code ?? String(fault))

const task = await next()
const insecure = { execute: [client.allowInsecureRequests] } // loopback only
const config = await client.discovery(new URL(task.issuer), task.id, undefined, client.ClientSecretBasic(task.secret), insecure)
const verifier = client.randomPKCECodeVerifier()
const state = client.randomState()
const nonce = client.randomNonce()
say({
  url: client.buildAuthorizationUrl(config, {
    redirect_uri: task.redirect,
    scope: 'openid person offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }).href,
})
const back = new URL((await next()).url)
const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
const tokens = await client.authorizationCodeGrant(config, back, checks)
const subject = tokens.claims().sub
const info = await client.fetchUserInfo(config, tokens.access_token, subject)
const replayed = await refused(client.authorizationCodeGrant(config, back, checks))
const after = await refused(client.fetchUserInfo(config, tokens.access_token, subject))
say({ info, acr: tokens.claims().acr, replayed, after })

const again = new URL((await next()).url)
const fresh = await client.authorizationCodeGrant(config, again, { ...checks, expectedNonce: nonce })
const renewed = await client.refreshTokenGrant(config, fresh.refresh_token)
const renewedSubject = renewed.claims().sub
await client.fetchUserInfo(config, renewed.access_token, subject)
await client.tokenRevocation(config, renewed.access_token)
const revoked = await refused(client.fetchUserInfo(config, renewed.access_token, subject))
const reused = await refused(client.refreshTokenGrant(config, fresh.refresh_token))
say({
  same: renewedSubject === subject,
  rotated: renewed.refresh_token !== fresh.refresh_token,
  revoked,
  reused,
  logout: client.buildEndSessionUrl(config, {
    id_token_hint: renewed.id_token,
    post_logout_redirect_uri: task.after,
    state,
  }).href,
})

const machine = await client.discovery(new URL(task.issuer), task.machine.id, task.machine.secret, undefined, insecure)
const own = await client.clientCredentialsGrant(machine)
const caller = await client.fetchProtectedResource(machine, own.access_token, new URL('/api/v1/caller/', task.issuer), 'GET')
say({ scope: own.scope, caller: await caller.json() })
process.exit(0)
