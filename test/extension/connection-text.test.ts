import { describe, expect, it } from 'vitest';
import { readConnectionText, readServerUrl } from '../../extension/connection/connection-text.ts';

const appId = 'app_01h455vb4pex5vsknk084sn02q';
const appToken = 'aZ09-_aZ09-_aZ09-_aZ09-_aZ09-_aZ09-_aZ09-_a';
const whole = { url: 'https://api.example', appId, appToken };

describe('what is pasted to connect', () => {
  it.each([
    ['the link that the server prints', `https://api.example/#connect=${appId}.${appToken}`],
    ['one line', `https://api.example ${appId} ${appToken}`],
    ['three lines', `https://api.example/\n${appId}\n${appToken}\n`],
    ['another order', `${appToken} ${appId} https://api.example/v1/orders?limit=10`],
    [
      'a curl command',
      `curl 'https://api.example/v1/orders' -H 'X-App-Id: ${appId}' -H "X-App-Token: ${appToken}"`,
    ],
    [
      'an environment',
      `DOCKET_URL=https://api.example\nDOCKET_APP_ID=${appId}\nDOCKET_APP_TOKEN=${appToken}`,
    ],
    ['a sentence', `The desk is at https://api.example, your key is ${appId} (token ${appToken}).`],
    ['JSON', JSON.stringify({ url: 'https://api.example', appId, appToken })],
  ])('%s has all of it', (_, pasted) => {
    expect(readConnectionText(pasted)).toEqual(whole);
  });

  it.each([
    ['https://api.example', { url: 'https://api.example', appId: '', appToken: '' }],
    [appId, { url: '', appId, appToken: '' }],
    [appToken, { url: '', appId: '', appToken }],
    ['', { url: '', appId: '', appToken: '' }],
    [`app_${'0'.repeat(20)}`, { url: '', appId: '', appToken: '' }],
    [`${appToken}x`, { url: '', appId: '', appToken: '' }],
    [`https://api.example/${appToken}`, { url: 'https://api.example', appId: '', appToken: '' }],
  ])('%s has what it has', (pasted, found) => {
    expect(readConnectionText(pasted)).toEqual(found);
  });
});

describe('the address of a server', () => {
  it.each([
    ['https://api.example', 'https://api.example'],
    [' https://api.example/v1/orders?limit=1#x ', 'https://api.example'],
    ['api.example', 'https://api.example'],
    ['HTTPS://API.example:8443', 'https://api.example:8443'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['http://127.0.0.1:8787/', 'http://127.0.0.1:8787'],
    ['https://user:secret@api.example', 'https://api.example'],
  ])('%j is %s', (typed, origin) => {
    expect(readServerUrl(typed)?.href).toBe(`${origin}/`);
  });

  it.each([
    '',
    'http://api.example',
    'ftp://api.example',
    'javascript:alert(1)',
    'https://',
    'http://localhost.evil.example',
  ])('%j is none', (typed) => {
    expect(readServerUrl(typed)).toBeUndefined();
  });
});
