/** The vocabulary holds together, is large enough, and its check finds planted faults. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkVocabulary,
  formatLines,
  loadVocabulary,
  readVocabularyLines,
  TECHNIQUE_KINDS,
  toEntries,
  type VocabularyEntry,
  type VocabularyLabel,
  type VocabularyLine,
} from "../../src/etl/vocabulary/vocabulary.js";
import { nameKey, slug } from "../../src/ontology.js";

const { entries } = loadVocabulary();
const labels: VocabularyLabel[] = ["Technique", "Dataset", "Task"];
const named = (label: VocabularyLabel, name: string): VocabularyEntry | undefined =>
  entries.find((e) => e.label === label && e.name === name);
/** The entry that a name or alias leads to. */
const meant = (name: string): string | undefined =>
  entries.find((e) => [e.name, ...e.aliases].some((n) => nameKey(n) === nameKey(name)))?.name;

describe("the vocabulary", () => {
  it("has no problems", () => expect(checkVocabulary(entries)).toEqual([]));

  it("is large enough", () => {
    const count = (label: VocabularyLabel) => entries.filter((e) => e.label === label).length;
    expect(count("Technique")).toBeGreaterThanOrEqual(1500);
    expect(count("Dataset")).toBeGreaterThanOrEqual(3000);
    expect(count("Task")).toBeGreaterThanOrEqual(800);
  });

  it.each(labels)("is formatted: %s", (label) => {
    const lines = readVocabularyLines(label);
    expect(JSON.parse(formatLines(lines))).toEqual(lines);
  });

  it("has no id twice within a label, since the id is the node", () => {
    const ids = entries.map((e) => `${e.label} ${e.id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has no filler", () => {
    for (const word of ["deep learning", "neural network", "method", "framework", "model", "training"])
      expect(meant(word)).toBeUndefined();
  });

  it.each([
    ["KD", "knowledge distillation"],
    ["PETL", "parameter-efficient fine-tuning"],
    ["rehearsal", "experience replay"],
    ["long short-term memory", "LSTM"],
    ["ViT", "vision transformer"],
    ["Mixup", "mixup"],
    ["chain-of-thought", "chain-of-thought prompting"],
    ["MLLM", "multimodal large language model"],
    ["OOD generalization", "out-of-distribution generalization"],
    ["ILSVRC-2012", "ImageNet-1K"],
    ["MS COCO", "COCO"],
  ])("takes %s as %s", (name, entry) => expect(meant(name)).toBe(entry));

  it.each([
    ["ImageNet", "ImageNet-1K"],
    ["ImageNet-1K", "ImageNet-R"],
    ["GPT", "GPT-3"],
    ["GPT-3", "GPT-4o"],
    ["Llama", "Llama-2"],
    ["mixup", "mixture of experts"],
    ["ResNet", "ResNet-50"],
    ["contrastive loss", "contrastive learning"],
    ["self-distillation", "knowledge distillation"],
    ["dataset distillation", "knowledge distillation"],
    ["T5", "T5-XXL"],
    ["class-incremental learning", "few-shot class-incremental learning"],
  ])("keeps %s and %s apart", (a, b) => {
    expect(meant(a)).toBeDefined();
    expect(meant(b)).toBeDefined();
    expect(meant(a)).not.toBe(meant(b));
  });

  it.each([
    ["Dataset", "SCAN"],
    ["Dataset", "Places"],
    ["Dataset", "MIND"],
    ["Technique", "DARE"],
    ["Technique", "Falcon"],
  ] as const)("needs support for the plain word: %s %s", (label, name) =>
    expect(named(label, name)?.ambiguous).toBe(true),
  );

  it("files parents", () => {
    expect(named("Dataset", "ImageNet-1K")?.parent).toBe("imagenet");
    expect(named("Technique", "LoRA")?.parent).toBe("parameter-efficient-fine-tuning");
  });
});

describe("the check", () => {
  const lines = fc.uniqueArray(
    fc.record({ name: fc.stringMatching(/^[a-z]{2,8}$/), kind: fc.constantFrom(...TECHNIQUE_KINDS) }),
    { minLength: 3, maxLength: 12, selector: (line) => nameKey(line.name) },
  );
  const sound = lines.map((all) =>
    toEntries("Technique", JSON.parse(formatLines(all.map((line) => ({ ...line, aliases: [] })))) as VocabularyLine[]),
  );
  const faults: [string, RegExp, (all: VocabularyEntry[]) => void][] = [
    ["an alias twice", /stands twice/, (all) => all[0]!.aliases.push(all[1]!.name.toUpperCase())],
    ["an empty name", /no letter or digit/, (all) => all[0]!.aliases.push("…")],
    ["an abbreviation twice", /abbreviation .* stands twice/, (all) => all[0]!.abbreviations.push("q!", "Q")],
    ["an unknown parent", /unknown parent/, (all) => (all[1]!.parent = "no-such-entry")],
    [
      "a parent of another label",
      /unknown parent/,
      (all) => {
        const task: VocabularyEntry = { ...all[0]!, label: "Task", name: "zzzzzzzzzz", id: slug("zzzzzzzzzz") };
        delete task.kind;
        all.push(task);
        all[1]!.parent = task.id;
      },
    ],
    [
      "a cycle",
      /cycle/,
      (all) => {
        all[0]!.parent = all[1]!.id;
        all[1]!.parent = all[2]!.id;
        all[2]!.parent = all[0]!.id;
      },
    ],
    ["its own parent", /cycle/, (all) => (all[0]!.parent = all[0]!.id)],
    ["disorder", /unsorted/, (all) => all.reverse()],
    ["a bad kind", /bad kind/, (all) => (all[0]!.kind = "magic" as never)],
    ["no kind", /bad kind/, (all) => delete all[0]!.kind],
    ["a foreign id", /not the name's slug/, (all) => (all[0]!.id = "other id")],
  ];

  it("accepts sound entries", () => fc.assert(fc.property(sound, (all) => checkVocabulary(all).length === 0)));

  it.each(faults)("finds %s", (_name, message, plant) => {
    fc.assert(
      fc.property(sound, (all) => {
        plant(all);
        expect(checkVocabulary(all).join("\n")).toMatch(message);
      }),
    );
  });

  it("allows one abbreviation in several entries, as the text decides", () => {
    fc.assert(
      fc.property(sound, (all) => {
        for (const e of all) e.abbreviations.push("qq9");
        return checkVocabulary(all).length === 0;
      }),
    );
  });
});
