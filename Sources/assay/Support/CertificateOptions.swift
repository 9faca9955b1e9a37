import ArgumentParser
import Conformance
import Devices
import Results
import Specs

/// A certificate that is checked again.
struct CertificateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Check a certificate again, instead of answers.", valueName: "file"))
  var certificate: String?

  @Option(
    help: ArgumentHelp(
      "With --certificate: how many cases of each verdict to compute again (default: 1e6).",
      valueName: "n"))
  var resample: String?

  @Option(help: ArgumentHelp("With --certificate: ask this device, too.", valueName: "name"))
  var device: String?

  @OptionGroup var exec: ExecOptions

  /// The certificate, if there is to be one.
  ///
  /// - Throws: `CommandFailure` for options that do not go together.
  func file(_ operation: String?, _ manifest: String?) throws(CommandFailure) -> String? {
    guard let certificate else {
      guard resample == nil, device == nil, !exec.isGiven else {
        throw .usage(
          "--resample, --device, --exec and --library go with --certificate",
          "'assay verify' asks a device itself")
      }
      return nil
    }
    guard operation == nil, manifest == nil else {
      throw .usage(
        "a certificate names its operations itself", "leave operation and --manifest out")
    }
    return certificate
  }

  private func wanted() throws(CommandFailure) -> UInt64 {
    let text = resample ?? "1e6"
    guard let number = Double(text), number >= 1, number <= 1e18, number == number.rounded() else {
      throw .usage("--resample is '\(text.excerpt)'", "give a number of cases, as 1e6")
    }
    return UInt64(number)
  }

  /// Checks every verdict of a certificate again, and prints what came of it.
  func audit(_ file: String, seed: UInt64, in catalog: Catalog) async throws {
    let wanted = try wanted()
    let judged = try exec.device(named: device)
    let certificate: Certificate
    do {
      certificate = try Certificate.read(file)
    } catch {
      throw CommandFailure.usage("\(error.file) \(error.problem)", error.remedy)
    }
    try requireSame(certificate, catalog)
    guard certificate.isIntact else {
      throw CommandFailure(
        status: .refuted,
        what: "\(file.excerpt): altered after it was written, it has not the digest it states",
        remedy: "ask for the file as it was written")
    }
    var isRefuted = false
    var isOpen = false
    for record in certificate.verdicts {
      let outcome: CertificateAudit.Outcome
      do {
        outcome = try await CertificateAudit(record, catalog: catalog)
          .run(cases: wanted, seed: seed, device: judged)
      } catch let error as SpecError {
        throw CommandFailure.usage("\(record.id): \(error.what)", error.remedy)
      }
      Output.line("\(record.id): certified as \(record.verdict), \(record.cases) cases")
      if let fault = outcome.fault {
        isRefuted = true
        Output.line("  refuted: \(fault.place)")
        Output.line("  certified: \(fault.certified)")
        Output.line("  found:     \(fault.found)")
      } else if let reason = outcome.reason {
        isOpen = true
        Output.line("  not checked: \(reason)")
      } else {
        Output.line(
          "  \(outcome.cases) cases computed again, \(outcome.segments.checked) of "
            + "\(outcome.segments.total) stretches: as certified"
            + (judged.map { ", and so does \($0.name) answer" } ?? ""))
      }
    }
    guard isRefuted || isOpen else { return }
    try Output.flush()
    throw Ending(status: isRefuted ? .refuted : .incomplete)
  }

  /// Refuses certificates of another specification or version, whose cases may be others.
  private func requireSame(
    _ certificate: Certificate, _ catalog: Catalog
  ) throws(CommandFailure) {
    for record in certificate.verdicts {
      guard let provenance = record.provenance else {
        throw .usage("\(record.id) does not say what run it is of", "certify it again")
      }
      guard provenance.specification == catalog.specificationHash else {
        throw .usage(
          "the certificate is about specification \(provenance.specification), "
            + "this is \(catalog.specificationHash)",
          "give the same --formats and the same version of assay")
      }
      guard provenance.tool == Version.current else {
        throw .usage(
          "the certificate is of version \(provenance.tool), this is \(Version.current)",
          "use that version, whose cases may be others")
      }
    }
  }
}

extension RunOptions {
  /// Refuses runs that cannot be certified.
  func requireCertifiable() throws(CommandFailure) {
    guard shard == nil else {
      throw .usage("one shard certifies nothing", "leave --shard or --certificate out")
    }
  }

  /// Writes the certificate, where one was asked for and everything conforms.
  func certify(_ records: [VerdictRecord], isComplete: Bool) throws(CommandFailure) {
    guard let certificate else { return }
    let asked = records.filter { $0.verdict != "skipped" }
    let open = asked.first { !["proved", "enumerated", "sampled"].contains($0.verdict) }
    guard open == nil, isComplete, !asked.isEmpty else {
      let why = open.map { "\($0.id) is \($0.verdict)" } ?? "the run is not finished"
      Output.write(
        Diagnostics.line("no certificate is written: \(why)"), to: .diagnostics)
      return
    }
    do throws(VerdictFileError) {
      try Certificate(command: CommandLine.arguments, verdicts: asked).write(to: certificate)
    } catch {
      throw .failed("\(error.file) \(error.problem)", error.remedy)
    }
  }
}
