import Descriptors
import Specs
import Testing

@Suite struct LookupTests {
  @Test(arguments: [
    ("float8_e4m3fn", "float8_e4m3fn"), ("FLOAT8_E4M3FN", "float8_e4m3fn"),
    ("FLOAT8E4M3FN", "float8_e4m3fn"), ("F8_E4M3", "float8_e4m3fn"), ("e4m3", "float8_e4m3fn"),
    ("E4M3", "float8_e4m3fn"), ("f8E4M3FN", "float8_e4m3fn"), ("hf8", "float8_e4m3fn"),
    ("f8E4M3", "float8_e4m3"), ("e3m4", "float8_e3m4"), ("F8_E5M2", "float8_e5m2"),
    ("FLOAT8E5M2FNUZ", "float8_e5m2fnuz"), ("FLOAT8E4M3FNUZ", "float8_e4m3fnuz"),
    ("f8E4M3B11FNUZ", "float8_e4m3b11fnuz"), ("ue8m0", "float8_e8m0fnu"),
    ("F8_E8M0", "float8_e8m0fnu"), ("FLOAT8E8M0", "float8_e8m0fnu"), ("ue4m3", "float8_ue4m3"),
    ("ue5m3", "float8_ue5m3"), ("FLOAT6E2M3", "float6_e2m3fn"), ("f6E3M2FN", "float6_e3m2fn"),
    ("F4", "float4_e2m1fn"), ("float4_e2m1fn_x2", "float4_e2m1fn"), ("e2m1", "float4_e2m1fn"),
    ("binary32", "float32"), ("fp32", "float32"), ("FLOAT", "float32"), ("half", "float16"),
    ("double", "float64"), ("BFLOAT16", "bfloat16"), ("bf16", "bfloat16"), ("TF32", "tf32"),
    ("INT4", "int4"), ("ui2", "uint2"), ("s4", "int4"), ("ptx:e4m3", "float8_e4m3fn"),
    ("SafeTensors:f8_e4m3", "float8_e4m3fn"), ("hif8", "hifloat8"), ("NF4", "nf4"),
  ])
  func anyNameLeadsToTheFormat(name: String, format: String) throws {
    #expect(try Catalog.builtIn().format(named: name).name == format)
  }

  @Test func everyListedNameLeadsHome() throws {
    let catalog = try Catalog.builtIn()
    for format in catalog.formats {
      #expect(try catalog.format(named: format.name) == format)
      for spelling in format.spellings where spelling.system != "p3109" {
        #expect(try catalog.format(named: spelling.name) == format, "\(spelling)")
        if spelling.system != Catalog.aliasSystem {
          let full = "\(spelling.system):\(spelling.name)"
          #expect(try catalog.format(named: full) == format, "\(spelling)")
        }
      }
    }
  }

  /// A P3109 name gives the P3109 format, for which dialects may rule differently, with the same
  /// codes as its twin and the twin's names.
  @Test func twins() throws {
    let catalog = try Catalog.builtIn()
    for (standard, deployed) in [
      ("Binary8p4sf", "float8_e4m3fnuz"), ("Binary8p3sf", "float8_e5m2fnuz"),
    ] {
      let format = try catalog.format(named: standard)
      let twin = try catalog.format(named: deployed)
      #expect(format.name == standard)
      #expect(format.encoding == twin.encoding)
      #expect(format.spellings.contains(Spelling(system: "alias", name: deployed)))
      #expect(twin.spellings.contains(Spelling(system: "p3109", name: standard)))
    }
  }

  @Test(arguments: [
    (
      "float8_e4m3nf",
      "unknown format 'float8_e4m3nf'; nearest: float8_e4m3fn, float8_e4m3; "
        + "'assay list formats' shows all"
    ),
    (
      "bfloat61",
      "unknown format 'bfloat61'; nearest: bfloat16, float64, float16; "
        + "'assay list formats' shows all"
    ),
    ("qqqqqqqq", "unknown format 'qqqqqqqq'; 'assay list formats' shows all"),
    ("", "unknown format ''; 'assay list formats' shows all"),
    ("onnx:e4m3", "unknown format 'onnx:e4m3'; 'assay list formats' shows all"),
    (
      String(repeating: "x", count: 500),
      "unknown format '\(String(repeating: "x", count: 60))...'; 'assay list formats' shows all"
    ),
  ])
  func unknownFormats(name: String, message: String) throws {
    let catalog = try Catalog.builtIn()
    let error = #expect(throws: SpecError.self) { try catalog.format(named: name) }
    #expect(error?.description == message)
  }

  @Test func unknownDialects() throws {
    let catalog = try Catalog.builtIn()
    let error = #expect(throws: SpecError.self) { try catalog.dialect(named: "torch-2.12") }
    #expect(
      error?.description
        == "unknown dialect 'torch-2.12'; nearest: torch-2.11, torch-2.13; "
        + "'assay list dialects' shows all")
    #expect(try catalog.dialect(named: "OCP-Saturating").name == "ocp-saturating")
  }

  @Test func spellingsTable() throws {
    let table = try Catalog.builtIn().spellingsTable
    #expect(table.systems.first == Catalog.aliasSystem)
    #expect(table.rows.allSatisfy { $0.names.count == table.systems.count })
    let row = try #require(table.rows.first { $0.format == "float8_e5m2" })
    let cells = zip(table.systems, row.names).filter { !$0.1.isEmpty }
    #expect(
      Dictionary(uniqueKeysWithValues: cells) == [
        "ocp": ["E5M2"], "onnx": ["FLOAT8E5M2"], "mlir": ["f8E5M2"], "torch": ["float8_e5m2"],
        "ptx": ["e5m2"], "safetensors": ["F8_E5M2"], "x86": ["BF8"],
      ])
  }
}
