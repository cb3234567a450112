/** What a reader would notice of the facts that texts give: names, local meanings, roles, relations, numbers, and proof. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createExtractor } from "../../src/etl/extract/index.js";
import type { PaperFacts } from "../../src/etl/facts.js";

const extractor = createExtractor();
const read = (title: string, abstract: string): PaperFacts =>
  extractor.extract(
    new Map([
      ["title", title],
      ["abstract", abstract],
    ]),
  );
const names = (facts: { name: string }[]): string[] => facts.map((f) => f.name);
const introduced = (facts: PaperFacts): string[] =>
  names([...facts.techniques, ...facts.datasets].filter((f) => f.role === "introduces"));

describe("names that no vocabulary has", () => {
  it("are found where a paper introduces them", () => {
    const facts = read(
      "GraphZipper: Pruning Graph Neural Networks",
      "We present GraphZipper, a pruning framework. GraphZipper outperforms DropEdge on Cora, Citeseer and PubMed.",
    );
    expect(introduced(facts)).toEqual(["GraphZipper"]);
    expect(names(facts.datasets)).toEqual(expect.arrayContaining(["Cora", "Citeseer"]));
  });
  it("keep their plus signs and lose the comma after them", () => {
    const facts = read("ZipNet++: Faster Zips", "We propose ZipNet++, which extends ZipNet. ZipNet++ is fast.");
    expect(introduced(facts)).toContain("ZipNet++");
    expect(names(facts.techniques)).not.toContain("ZipNet++,");
  });
  it("are none in a survey", () => {
    const facts = read(
      "A Survey of Contrastive Learning",
      "This survey reviews contrastive learning and its uses. We discuss open problems and compare existing work.",
    );
    expect(introduced(facts)).toEqual([]);
  });
});

describe("lists", () => {
  it("yield each of their members", () => {
    const facts = read(
      "On Text Classifiers",
      "We fine-tune BERT. We evaluate on SST-2, AG News, Yelp, and DBpedia, and on CIFAR-10/100.",
    );
    expect(names(facts.datasets)).toEqual(
      expect.arrayContaining(["SST-2", "AG News", "DBpedia", "CIFAR-10", "CIFAR-100"]),
    );
  });
});

describe("an abbreviation", () => {
  it.each([
    ["continual learning", "Task"],
    ["contrastive learning", "Technique"],
  ])("means what its own paper defines: %s", (long) => {
    const facts = read("On CL", `We study ${long} (CL). CL is hard. We improve CL with experience replay.`);
    const all = [...names(facts.techniques), ...names(facts.tasks)];
    expect(all).toContain(long);
    const other = long === "continual learning" ? "contrastive learning" : "continual learning";
    expect(all).not.toContain(other);
  });
});

describe("the longest name wins", () => {
  it("so that a variant is not its parent", () => {
    const facts = read(
      "On Shots",
      "We evaluate few-shot image classification on miniImageNet and ImageNet-R with a T5-XXL text encoder.",
    );
    expect(names(facts.datasets)).toEqual(expect.arrayContaining(["miniImageNet", "ImageNet-R"]));
    expect(names(facts.datasets)).not.toContain("ImageNet");
    expect(names(facts.techniques)).not.toContain("T5");
  });
});

describe("relations", () => {
  it("name the loser, and reach the paper's own method through `our method`", () => {
    const facts = read(
      "GraphZipper: Pruning Graph Neural Networks",
      "We present GraphZipper, a new framework for graph neural networks. Our method outperforms GraphSAGE on Cora.",
    );
    const name = new Map(facts.techniques.map((t) => [t.id, t.name]));
    expect(facts.relations.map((r) => [name.get(r.from), r.type, name.get(r.to)])).toContainEqual([
      "GraphZipper",
      "OUTPERFORMS",
      "GraphSAGE",
    ]);
  });
});

describe("repositories", () => {
  it("are found without a scheme, where the sentence offers something there", () => {
    const facts = read(
      "Maps",
      "Code and data are at mapmakers.github.io/maps. We use version 2.0/3.1 and e.g./i.e. forms.",
    );
    expect(facts.repositories.map((r) => r.id)).toEqual(["mapmakers.github.io/maps"]);
  });
});

describe("results", () => {
  it("keep metric, value, unit and setting, and tell a difference from a value", () => {
    const facts = read(
      "Smooth Labels",
      "ResNet-50 with label smoothing reaches 77.9% top-1 accuracy on ImageNet-1K after 300 epochs. It improves accuracy on CIFAR-10 by 2.1 points.",
    );
    expect(facts.results).toContainEqual(
      expect.objectContaining({
        metric: "top-1 accuracy",
        value: 77.9,
        unit: "%",
        difference: false,
        setting: "300 epochs",
      }),
    );
    expect(facts.results).toContainEqual(expect.objectContaining({ value: 2.1, difference: true }));
  });
});

describe("every fact", () => {
  const TEXTS: [string, string][] = [
    [
      "CLIP-Adapter Revisited",
      "We use CLIP.  LoRA\tand mixup help on ImageNet.\n\nCode: https://github.com/Ex/Ample.git.",
    ],
    ["Ünïcode: 学習 and Naïve Bayes", "Wé propose Ünï-Net (UN), a naïve Bayes classifier; UN beats SVM on MNIST."],
  ];
  it.each(TEXTS)("of %s is proven by a slice of the text, and is the same each time", (title, abstract) => {
    const facts = read(title, abstract);
    const texts: Record<string, string> = { title, abstract };
    const all = [
      ...facts.repositories,
      ...facts.techniques,
      ...facts.datasets,
      ...facts.tasks,
      ...facts.relations,
      ...facts.results,
    ];
    expect(all.length).toBeGreaterThan(0);
    for (const { evidence, confidence } of all) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const e of evidence) expect(texts[e.field]!.slice(e.start, e.end)).toBe(e.text);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
    expect(read(title, abstract)).toEqual(facts);
  });
  it("is the same whatever was read before", () => {
    const [title, abstract] = [
      "A Learner's Guide",
      "The network's 7B model beats GPT’s 13B. The learner's task is hard.",
    ];
    const first = read(title, abstract);
    read(
      "Others",
      "Deep-network's, cross-learner's and pre-GPT’s parts: LLaMA-7B, Vicuna-13B; network's learner's 7B 13B.",
    );
    expect(read(title, abstract)).toEqual(first);
  });
  it("has at least the confidence that was asked for", () => {
    const strict = createExtractor({ minConfidence: 0.9 });
    const facts = strict.extract(
      new Map([["abstract", "We train BERT with LoRA and mixup on ImageNet, MNIST and GLUE."]]),
    );
    for (const f of [...facts.techniques, ...facts.datasets, ...facts.tasks, ...facts.relations])
      expect(f.confidence).toBeGreaterThanOrEqual(0.9);
  });
});

describe("texts that are no prose", () => {
  it.each([
    ["a megabyte without a blank", "x".repeat(1_000_000)],
    ["a hundred thousand parentheses", "(".repeat(100_000)],
    ["a hundred thousand closed ones", "()".repeat(100_000)],
    ["capitals, digits and signs without end", "AbC1+-".repeat(30_000)],
    ["abbreviations without end", "Deep Net (DN) ".repeat(5_000)],
    ["one word for ever", "learning ".repeat(50_000)],
    ["lone surrogates and control characters", "\ud800 \udc00 \u0000\u0007 We use BERT. \ud800".repeat(2_000)],
    ["scripts that mix", "Мы используем BERT 我们使用 BERT نستخدم BERT ".repeat(2_000)],
  ])("are read without a crash: %s", (_, text) => {
    expect(() => read("A Title", text)).not.toThrow();
  });
  it("whatever they are", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        "We propose ",
        "BERT",
        " (",
        ")",
        "++",
        "-",
        "$\\lambda$",
        "\\textit{X}",
        " on ImageNet",
        ". ",
        ", and ",
        "\n\n",
        "{",
        "77.9% ",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(piece, { maxLength: 8 }), (body, head) => {
        const [title, abstract] = [head.join(""), body.join("")];
        const facts = read(title, abstract);
        const texts: Record<string, string> = { title, abstract };
        for (const f of [
          ...facts.techniques,
          ...facts.datasets,
          ...facts.tasks,
          ...facts.relations,
          ...facts.repositories,
        ])
          for (const e of f.evidence) expect(texts[e.field]!.slice(e.start, e.end)).toBe(e.text);
      }),
      { numRuns: 300 },
    );
  });
});
