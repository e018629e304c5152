import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * The import rules of docs/architecture.md. Each rule is a list of files and of what they must not import.
 */

const ROOT = join(import.meta.dirname, '../..');
const IMPORT = /^\s*(?:import|export)\s[^'";]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm;

interface Source {
  path: string;
  text: string;
  /** Project paths of what it imports, or package names. */
  imports: string[];
}

async function readSources(): Promise<Source[]> {
  const sources: Source[] = [];
  for await (const file of glob('{worker,shared,extension}/**/*.{ts,tsx}', { cwd: ROOT })) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const imports = [...text.matchAll(IMPORT)].map(([, from, bare]) => {
      const name = from ?? bare ?? '';
      return name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), name)) : name;
    });
    sources.push({ path: file, text, imports });
  }
  return sources;
}

const sources = await readSources();
const inFolder = (folder: string) => sources.filter(({ path }) => path.startsWith(`${folder}/`));
const named = (pattern: RegExp) => sources.filter(({ path }) => pattern.test(path));

/** "file imports what it must not", for a message that names both. */
const violations = (files: Source[], isForbidden: (name: string, file: Source) => boolean): string[] =>
  files.flatMap((file) =>
    file.imports.filter((name) => isForbidden(name, file)).map((name) => `${file.path} imports ${name}`),
  );

/** The most files of a folder. */
const MAX_FILES = 15;

/** The files of each folder. Those that are numbered are a log, which grows. */
const folders = new Map<string, string[]>();
for await (const entry of glob('{worker,shared,extension,scripts,docs}/**/*', {
  cwd: ROOT,
  withFileTypes: true,
})) {
  if (!entry.isFile() || /^\d{4}-/.test(entry.name)) continue;
  const folder = relative(ROOT, entry.parentPath);
  folders.set(folder, [...(folders.get(folder) ?? []), entry.name]);
}

/** A folder is a room; a file at the root of worker/ or shared/ stands by itself. */
const roomOf = (path: string): string =>
  ['worker', 'shared'].includes(dirname(path)) ? path : dirname(path);

/** The cycles of a graph, each as "a -> b -> a". */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (node: string, trail: string[]): string[] => {
    if (trail.includes(node)) return [[...trail.slice(trail.indexOf(node)), node].join(' -> ')];
    if (done.has(node)) return [];
    const cycles = (graph.get(node) ?? []).flatMap((next) => visit(next, [...trail, node]));
    done.add(node);
    return cycles;
  };
  return [...graph.keys()].flatMap((node) => visit(node, []));
}

const isStore = (name: string) => /^worker\/(.*[/-])?store\.ts$/.test(name);
const folderOf = (name: string) => dirname(name);

describe('the import rules', () => {
  it('finds the sources and their imports', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.find(({ path }) => path === 'worker/orders/routes.ts')?.imports).toContain(
      'worker/orders/handlers.ts',
    );
  });

  it('1: shared imports zod and itself only; the Worker and the extension know shared, not each other', () => {
    expect(violations(inFolder('shared'), (name) => name !== 'zod' && !name.startsWith('shared/'))).toEqual(
      [],
    );
    expect(violations(inFolder('worker'), (name) => name.startsWith('extension/'))).toEqual([]);
    expect(violations(inFolder('extension'), (name) => name.startsWith('worker/'))).toEqual([]);
  });

  it('1: an engine is pure: it imports shared, zod and itself only', () => {
    const engines = named(/^worker\/[a-z-]+\/engine\//);
    expect(engines.length).toBeGreaterThan(10);
    const pure = /^(zod$|shared\/|worker\/[a-z-]+\/engine\/)/;
    expect(violations(engines, (name) => !pure.test(name))).toEqual([]);
  });

  it('2: handlers are imported by routes only, and by no other resource', () => {
    const others = sources.filter(({ path }) => !path.endsWith('/routes.ts'));
    expect(violations(others, (name) => name.endsWith('/handlers.ts'))).toEqual([]);
    expect(violations(named(/serializer\.ts$/), (name) => name.endsWith('handlers.ts'))).toEqual([]);
  });

  it('3a: Drizzle appears in stores, tables, the database and the builders of SQL only', () => {
    const allowed = /(^|\/|-)store\.ts$|^worker\/(database\.ts$|(tables|sql|lists)\/)/;
    const others = sources.filter(({ path }) => !allowed.test(path));
    expect(violations(others, (name) => name.startsWith('drizzle-orm'))).toEqual([]);
  });

  it('3b: a Response is built in response.ts and errors.ts only', () => {
    const builders = inFolder('worker').filter(({ text }) =>
      /new Response\(|Response\.(json|redirect)\(/.test(text),
    );
    expect(builders.map(({ path }) => path).sort()).toEqual([
      'worker/http/errors.ts',
      'worker/http/response.ts',
    ]);
  });

  it('3c: the browser API appears in extension/browser.ts only', () => {
    const others = inFolder('extension').filter(({ path }) => path !== 'extension/browser.ts');
    expect(
      violations(others, (name) => /^((@wxt-dev|wxt)\/browser|webextension-polyfill)$/.test(name)),
    ).toEqual([]);
  });

  it('2: a store knows tables and SQL, and nothing above it', () => {
    const below = /^(drizzle-orm|shared\/|worker\/(database\.ts$|(tables|sql|lists|[a-z-]+\/engine)\/))/;
    const stores = sources.filter(({ path }) => isStore(path));
    expect(violations(stores, (name) => !below.test(name) && !isStore(name))).toEqual([]);
  });

  it('4: stores import no stores of other resources', () => {
    const stores = sources.filter(({ path }) => isStore(path));
    expect(
      violations(stores, (name, file) => isStore(name) && folderOf(name) !== folderOf(file.path)),
    ).toEqual([]);
  });

  it('2: there are no import cycles', () => {
    const imports = new Map(sources.map((source) => [source.path, source.imports]));
    expect(findCycles(imports)).toEqual([]);
  });

  it('2: there are no cycles between rooms', () => {
    const rooms = new Map(
      [...Map.groupBy(sources, ({ path }) => roomOf(path))].map(([room, inside]) => {
        const others = inside.flatMap(({ imports }) => imports.map(roomOf));
        return [room, [...new Set(others)].filter((other) => other !== room)];
      }),
    );
    expect(findCycles(rooms)).toEqual([]);
  });

  it('2: drafts and capture know nothing of the panel', () => {
    const below = named(/^extension\/(drafts|capture)\//);
    expect(below.length).toBeGreaterThan(10);
    expect(violations(below, (name) => name.startsWith('extension/panel/'))).toEqual([]);
  });

  it('2: rooms import downwards, as docs/architecture.svg shows them', () => {
    const picture = readFileSync(join(ROOT, 'docs/architecture.svg'), 'utf8');
    const floorsOf = (column: string): string[][] =>
      column.split('class="floor"').map((floor) => {
        const parent = floor.includes('>panel: ') ? 'panel/' : '';
        const lines = [...floor.matchAll(/class="text"[^>]*>([^<]+ · [^<]+)</g)];
        return lines.flatMap(([, names = '']) => names.split(' · ').map((name) => parent + name));
      });
    const [, workerColumn = '', extensionColumn = ''] = picture.split('class="head"');
    const roomAt = (path: string): string => {
      const [, first = '', second = ''] = path.replace(/\.tsx?$/, '').split('/');
      return first === 'panel' ? `panel/${second}` : first;
    };
    const upwards = (folder: string, floors: string[][]) => {
      const files = inFolder(folder);
      const floorOf = (path: string) => floors.findIndex((names) => names.includes(roomAt(path)));
      const missing = [
        ...new Set(files.filter(({ path }) => floorOf(path) < 0).map(({ path }) => roomAt(path))),
      ];
      const climbs = violations(
        files,
        (name, { path }) =>
          name.startsWith(`${folder}/`) && /\.tsx?$/.test(name) && floorOf(name) < floorOf(path),
      );
      return { missing, climbs };
    };
    expect(upwards('worker', floorsOf(workerColumn))).toEqual({ missing: [], climbs: [] });
    expect(upwards('extension', floorsOf(extensionColumn))).toEqual({ missing: [], climbs: [] });
  });

  it('6: every format of imports is in a set', () => {
    const formats = named(/^worker\/imports\/(?!row-)[a-z-]+-format\.ts$/).map(({ path }) => path);
    const sets = sources.find(({ path }) => path === 'worker/imports/format-sets.ts');
    expect(formats.length).toBeGreaterThan(4);
    expect(formats.filter((format) => !sets?.imports.includes(format))).toEqual([]);
  });

  it('7: shared holds what both sides speak, or the API in its routes, and what that is made of', () => {
    const importedBy = (files: Source[]) => new Set(files.flatMap(({ imports }) => imports));
    const [worker, extension] = [importedBy(inFolder('worker')), importedBy(inFolder('extension'))];
    const routes = importedBy(named(/^worker\/[a-z-/]+\/routes\.ts$/));
    const byPath = new Map(inFolder('shared').map((source) => [source.path, source]));
    const spoken = new Set<string>();
    const speak = (path: string): void => {
      if (spoken.has(path)) return;
      spoken.add(path);
      for (const name of byPath.get(path)?.imports ?? []) speak(name);
    };
    for (const path of byPath.keys()) {
      if (routes.has(path) || (worker.has(path) && extension.has(path))) speak(path);
    }
    expect([...byPath.keys()].filter((path) => !spoken.has(path))).toEqual([]);
  });
});

describe('the rooms', () => {
  it('are none of them crowded', () => {
    expect(folders.size).toBeGreaterThan(30);
    const crowded = [...folders].flatMap(([folder, files]) =>
      files.length > MAX_FILES ? [`${folder} has ${files.length} files`] : [],
    );
    expect(crowded).toEqual([]);
  });

  it('leave at most ten files at the root of the Worker', () => {
    expect(folders.get('worker')?.length).toBeLessThanOrEqual(10);
  });
});

describe('the names', () => {
  it('say what is in a file', () => {
    const bad = /(^|\/)(utils?|helpers?|common|misc|lib|internal|manager)(\/|\.)/i;
    expect(named(bad).map(({ path }) => path)).toEqual([]);
    expect(inFolder('worker').filter(({ path }) => !/^[a-z0-9/-]+\.ts$/.test(path))).toEqual([]);
  });
});
