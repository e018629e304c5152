import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { subset } from 'semver';
import { expect, test } from 'vitest';
import { directDependencies, readLock, readManifest } from '../../scripts/check-dependencies.ts';

const manifest = readManifest();
const lock = readLock();
const dependencies = directDependencies(manifest, lock);

const readDoc = (name: string): string => readFileSync(join(import.meta.dirname, '../..', name), 'utf8');

test('each dependency is pinned to one version, which is the one that is locked', () => {
  expect(dependencies.filter(({ wanted, version }) => wanted !== version)).toEqual([]);
});

test('no dependency is deprecated, and each says its license', () => {
  expect(dependencies.filter(({ deprecated }) => deprecated !== undefined)).toEqual([]);
  expect(dependencies.filter(({ license }) => license === 'unknown')).toEqual([]);
});

test('a deprecated dependency is recognized; one that the lockfile does not have is an error', () => {
  const old = { engines: { node: '*' }, dependencies: { left: '1.0.0' }, devDependencies: {} };
  const locked = { 'node_modules/left': { version: '1.0.0', license: 'MIT', deprecated: 'use right' } };
  expect(directDependencies(old, locked)).toMatchObject([{ name: 'left', deprecated: 'use right' }]);
  expect(() => directDependencies(old, {})).toThrow('does not have left');
});

test('docs/dependencies.md has one line for each dependency, and none for anything else', () => {
  const lines = [...readDoc('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  expect(lines.toSorted()).toEqual(dependencies.map(({ name }) => name).toSorted());
});

test('every package runs on each Node that "engines" promises', () => {
  const promised = manifest.engines.node;
  const wants = Object.entries(lock).flatMap(([path, { engines, optional }]) =>
    engines?.node && !optional ? [{ path, node: engines.node }] : [],
  );
  expect(wants.length).toBeGreaterThan(100);
  expect(wants.filter(({ node }) => !subset(promised, node))).toEqual([]);
});

test('the README promises the Node of "engines"', () => {
  const promised = /Node (\d[\d.]*), (\d[\d.]*), (\d[\d.]*) or newer/.exec(readDoc('README.md'));
  expect(promised && `^${promised[1]} || ^${promised[2]} || >=${promised[3]}`).toBe(manifest.engines.node);
});
