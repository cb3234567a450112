/** Suggestions for a search box: their order, the slips that they forgive, and that they are the same on every engine. */
import { describe, expect, test } from "vitest";
import { prefixDistance, slipsAllowed } from "../../src/api/search/typo.js";
import type { GraphStore } from "../../src/store/store.js";
import { engines } from "../engines.js";
import { type Client, serveFixture } from "./client.js";
import { writeCrowd } from "./fixture.js";

describe("distance to a prefix", () => {
  test.each([
    ["mix", "mixup", 0],
    ["mixup", "mixup", 0],
    ["mixpu", "mixup", 1],
    ["mxiu", "mixup", 1],
    ["miup", "mixup", 1],
    ["mmixup", "mixup", 1],
    ["nixup", "mixup", 1],
    ["imagnte", "imagenet1k", 2],
    ["abcdef", "mixup", 3],
    ["mixup", "mi", 3],
    ["", "mixup", 0],
  ])("%s to %s is %i", (text, name, distance) => {
    expect(prefixDistance(text, name, 2)).toBe(distance);
  });
  test("short texts must be right", () => {
    expect([1, 3, 4, 8, 9, 40].map(slipsAllowed)).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe.each(engines)("suggest on $name", ({ open }) => {
  let store: GraphStore;
  let client: Client;
  serveFixture(open, (s, c) => {
    store = s;
    client = c;
  });
  const ask = async (text: string, more = ""): Promise<[string, string, string, string][]> =>
    (
      await client.data(`query ($t: String!) { suggest(text: $t${more}) { kind name writing match } }`, { t: text })
    ).suggest.map((s: { kind: string; name: string; writing: string; match: string }) => [
      s.kind,
      s.name,
      s.writing,
      s.match,
    ]);

  test("what the text is comes first, then what it begins, then later words, each by papers", async () => {
    expect(await ask("mixup", ", kinds: [TECHNIQUE]")).toEqual([
      ["TECHNIQUE", "mixup", "mixup", "EXACT"],
      ["TECHNIQUE", "Decoupled Mixup", "Decoupled Mixup", "WORD"],
    ]);
    expect(await ask("im")).toEqual([
      ["DATASET", "ImageNet-1K", "ImageNet-1K", "PREFIX"],
      ["TASK", "image classification", "image classification", "PREFIX"],
      ["TECHNIQUE", "CLIP", "Contrastive Language-Image Pre-training", "WORD"],
      ["DATASET", "CLIP", "Contrastive Language-Image Pre-training", "WORD"],
    ]);
    expect(await ask("c", ", kinds: [TECHNIQUE, DATASET]")).toEqual([
      ["TECHNIQUE", "CutMix", "CutMix", "PREFIX"],
      ["DATASET", "CIFAR-10", "CIFAR-10", "PREFIX"],
      ["TECHNIQUE", "CLIP", "CLIP", "PREFIX"],
      ["DATASET", "CLIP", "CLIP", "PREFIX"],
    ]);
  });

  test("aliases lead to the name, in whatever writing, and say which they were", async () => {
    expect(await ask("low rank ad")).toEqual([["TECHNIQUE", "LoRA", "low-rank adaptation", "PREFIX"]]);
    expect(await ask("ILSVRC")).toEqual([["DATASET", "ImageNet-1K", "ILSVRC 2012", "PREFIX"]]);
    expect(await ask("clip", ", kinds: [REPOSITORY]")).toMatchObject([{ 0: "REPOSITORY", 3: "WORD" }]);
  });

  test("a slip is forgiven, and stands behind what has none", async () => {
    expect(await ask("imagnet")).toEqual([["DATASET", "ImageNet-1K", "ImageNet-1K", "TYPO"]]);
    expect(await ask("imaeg", ", kinds: [DATASET, TASK], first: 2")).toMatchObject([
      ["DATASET", "ImageNet-1K", "ImageNet-1K", "TYPO"],
      ["DATASET", "CLIP", "Contrastive Language-Image Pre-training", "TYPO"],
    ]);
    expect(await ask("cutmxi")).toEqual([["TECHNIQUE", "CutMix", "CutMix", "TYPO"]]);
    expect(await ask("cta")).toEqual([]);
  });

  test("no text reaches further than names", async () => {
    expect(await ask("!!!")).toEqual([]);
    expect(await ask("' OR 1=1 //")).toEqual([]);
    expect(await ask("captions")).toEqual([]);
  });

  test("first bounds it, nodes are whole, and only they read the store", async () => {
    expect(await ask("c", ", first: 1")).toHaveLength(1);
    const { suggest } = await client.data(
      '{ suggest(text: "mixu", kinds: [TECHNIQUE]) { paperCount node { id ... on Technique { aliases } } } }',
    );
    expect(suggest[0]).toEqual({
      paperCount: 4,
      node: { id: "Technique:mixup", aliases: ["input mixup", "manifold-free mixup"] },
    });
    const before = store.readsSent;
    await ask("mix");
    expect(store.readsSent).toBe(before);
  });

  test.each([
    ["a blank text", { t: " " }, "text"],
    ["a long text", { t: "x".repeat(501) }, "text"],
    ["a page too large", { t: "a", f: 101 }, "first"],
  ])("refuses %s", async (_, variables, argument) => {
    const { errors } = await client.ask(
      "query ($t: String!, $f: Int) { suggest(text: $t, first: $f) { name } }",
      variables,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
  });

  test("what a load brings is suggested", async () => {
    await writeCrowd(store, 3);
    expect((await ask("method", ", kinds: [TECHNIQUE]")).map((s) => s[1])).toEqual(["Method0", "Method1", "Method2"]);
  });
});
