// Errors -1/4 and 1; 10 log10(425/17) = 13.9794.

extension SurveyTests {
  static let golden = """
    {
      "file" : "tiny",
      "skipped" : [
        {
          "element" : "bool",
          "name" : "m",
          "reason" : "its elements are no real numbers"
        }
      ],
      "targets" : [
        {
          "format" : "float4_e2m1fn",
          "overflow" : "sat-none",
          "rounding" : "nearest-even"
        }
      ],
      "tensors" : [
        {
          "element" : "float32",
          "figures" : [
            {
              "bias" : "3/8",
              "codesUsed" : 3,
              "count" : 3,
              "exact" : 0,
              "flushed" : 0,
              "format" : "float4_e2m1fn",
              "infiniteInputs" : 0,
              "maxRelative" : "1/5",
              "maxSteps" : 0,
              "maxUlp" : "1/2",
              "meanRelative" : "0.200000000",
              "meanSteps" : "0",
              "meanUlp" : "1/2",
              "measured" : 2,
              "nanInputs" : 1,
              "noise" : "17/16",
              "overflowedToInfinity" : 0,
              "overflowedToNaN" : 0,
              "referenceChecks" : 2,
              "saturated" : 0,
              "signal" : "425/16",
              "sqnrDecibels" : "13.9794",
              "subnormalResults" : 0,
              "worst" : {
                "input" : "5/4",
                "result" : "1"
              }
            }
          ],
          "name" : "w",
          "shape" : [
            3
          ]
        }
      ],
      "totals" : [
        {
          "bias" : "3/8",
          "codesUsed" : 3,
          "count" : 3,
          "exact" : 0,
          "flushed" : 0,
          "format" : "float4_e2m1fn",
          "infiniteInputs" : 0,
          "maxRelative" : "1/5",
          "maxSteps" : 0,
          "maxUlp" : "1/2",
          "meanRelative" : "0.200000000",
          "meanSteps" : "0",
          "meanUlp" : "1/2",
          "measured" : 2,
          "nanInputs" : 1,
          "noise" : "17/16",
          "overflowedToInfinity" : 0,
          "overflowedToNaN" : 0,
          "referenceChecks" : 2,
          "saturated" : 0,
          "signal" : "425/16",
          "sqnrDecibels" : "13.9794",
          "subnormalResults" : 0,
          "worst" : {
            "input" : "5/4",
            "result" : "1"
          }
        }
      ]
    }
    """
}
